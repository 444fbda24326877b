// SPDX-License-Identifier: Apache-2.0
#include "app/core/clock.h"
#include "app/service/web/certificate.h"
#include "app/workstation/demonstration/caller.h"
#include "tests/service/telephony/keytones.h"
#include "tests/service/telephony/operatorseat.h"
#include "tests/service/telephony/wav.h"

#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::demonstration::Caller;
using knock::test::keyTones;

/// Keys of a telephone that others wrote (baresip): by packet, by message and as tones, over UDP and TCP.
class tst_Baresip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void itsKeysAreHeard_data();
    void itsKeysAreHeard();
    void itsTonesAreHeard_data() { transports(); }
    void itsTonesAreHeard();
    void itIsAskedWhileItWaits();
    void itsEncryptedSoundIsHeard_data();
    void itsEncryptedSoundIsHeard();

private:
    void playTones();
    static void transports()
    {
        QTest::addColumn<QString>("transport");
        QTest::newRow("UDP") << u"udp"_s;
        QTest::newRow("TCP") << u"tcp"_s;
    }
    [[nodiscard]] bool dial(const QString &transport)
    {
        const quint16 port = transport == "tls"_L1 ? m_telephony->tlsPort() : m_telephony->port();
        const QString address = u"sip:112@127.0.0.1:%1;transport=%2"_s.arg(port).arg(transport);
        return m_caller->start(address, u"01012345678"_s).has_value();
    }

    std::optional<telephony::Telephony> m_telephony;
    std::optional<test::OperatorSeat> m_seat;
    std::optional<Caller> m_caller;
    QTemporaryDir m_folder;
};

namespace {

int loudest(const QString &wav)
{
    QFile file(wav);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray samples = file.readAll().mid(44);
    int most = 0;
    for (qsizetype at = 0; at + 1 < samples.size(); at += 2)
        most = std::max<int>(most, qFromLittleEndian<qint16>(samples.constData() + at));
    return most;
}

} // namespace

void tst_Baresip::initTestCase()
{
    if (QStandardPaths::findExecutable(u"baresip"_s).isEmpty())
        QSKIP("baresip is not installed");
    QVERIFY(web::ensureCertificate(m_folder.filePath(u"certificate.pem"_s), m_folder.filePath(u"key.pem"_s),
                                   {u"127.0.0.1"_s}, WallClock()));
}

void tst_Baresip::init()
{
    QTest::failOnWarning();
    m_telephony.emplace(
        telephony::Configuration{.port = 0,
                                 .promptFile = QStringLiteral(KNOCK_PROMPTS) + u"/ask-to-press.ko.wav"_s,
                                 .tlsPort = quint16(0),
                                 .certificateFile = m_folder.filePath(u"certificate.pem"_s),
                                 .keyFile = m_folder.filePath(u"key.pem"_s)});
    m_seat.emplace(*m_telephony);
    QVERIFY(m_telephony->start());
    m_caller.emplace();
}

void tst_Baresip::cleanup()
{
    m_caller.reset();
    m_seat.reset();
    m_telephony.reset();
}

void tst_Baresip::itsKeysAreHeard_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<Carrier>("carrier");
    QTest::newRow("telephone-event, UDP") << u"udp"_s << Carrier::Event;
    QTest::newRow("telephone-event, TCP") << u"tcp"_s << Carrier::Event;
    QTest::newRow("INFO, UDP") << u"udp"_s << Carrier::Info;
    QTest::newRow("INFO, TCP") << u"tcp"_s << Carrier::Info;
}

void tst_Baresip::itsKeysAreHeard()
{
    QFETCH(const QString, transport);
    QFETCH(const Carrier, carrier);
    QSignalSpy established(&*m_caller, &Caller::established);
    m_caller->sendKeysBy(carrier);
    QVERIFY(dial(transport));
    m_seat->answer();
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 20'000);

    for (const QChar key : u"5*5"_s) {
        const size_t before = m_seat->all<Pressed>().size();
        m_caller->press(key);
        QVERIFY(m_seat->wait<Pressed>(before + 1));
    }
    m_caller->hangUp();

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->keys(), u"5*5"_s);
    for (const Pressed &press : m_seat->all<Pressed>())
        QCOMPARE(press.carrier, carrier);
}

void tst_Baresip::itsTonesAreHeard()
{
    QFETCH(const QString, transport);
    playTones();

    QVERIFY(dial(transport));
    m_seat->answer();

    QVERIFY(m_seat->wait<Pressed>(4));
    QCOMPARE(m_seat->keys(), u"559#"_s);
    for (const Pressed &press : m_seat->all<Pressed>())
        QCOMPARE(press.carrier, Carrier::Tone);
}

void tst_Baresip::itsEncryptedSoundIsHeard_data()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("TLS") << u"tls"_s;
    QTest::newRow("UDP") << u"udp"_s;
}

void tst_Baresip::itsEncryptedSoundIsHeard()
{
    QFETCH(const QString, transport);
    playTones();
    m_caller->encryptSound();
    QSignalSpy ended(&*m_caller, &Caller::ended);

    QVERIFY(dial(transport));
    m_seat->answer();
    QVERIFY(m_seat->wait<Pressed>(4));
    m_seat->playPrompt();
    QVERIFY(m_seat->wait<PromptPlayed>());
    m_caller->press(u'1');
    QVERIFY(m_seat->wait<Pressed>(5));
    m_seat->release();

    QCOMPARE(m_seat->keys(), u"559#1"_s);
    QCOMPARE(m_seat->all<Pressed>().back().carrier, Carrier::Event);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20'000);
    QTRY_VERIFY(loudest(m_caller->heard()) > 1000); // the prompt, not noise of packets nobody could read
}

void tst_Baresip::playTones()
{
    std::vector<qint16> room(8000);
    for (const char key : {'5', '5', '9', '#'}) {
        const auto tones = keyTones(key, 100, 400);
        room.insert(room.end(), tones.begin(), tones.end());
    }
    room.insert(room.end(), 80'000, 0);
    QFile file(m_folder.filePath(u"tones.wav"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(test::wav(room, {.extraChunk = false})) > 0);
    file.close();
    m_caller->setRoom(file.fileName());
}

void tst_Baresip::itIsAskedWhileItWaits()
{
    QSignalSpy ringing(&*m_caller, &Caller::ringing);
    QVERIFY(dial(u"udp"_s));
    QVERIFY(m_seat->wait<Rang>());
    m_telephony->perform(AskWhileWaiting{m_seat->line()});
    QTRY_COMPARE_WITH_TIMEOUT(ringing.size(), 1, 20'000);
    QVERIFY(m_seat->wait<PromptPlayed>());

    QSignalSpy established(&*m_caller, &Caller::established);
    m_seat->answer();
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 20'000);
    m_caller->press(u'5');
    QVERIFY(m_seat->wait<Pressed>());
    m_caller->hangUp();
    QVERIFY(m_seat->wait<LineWentAway>());
    // It heard the prompt before anybody had answered: four seconds of sound at least.
    QTRY_VERIFY(QFileInfo(m_caller->heard()).size() > 4 * 8000 * 2);
}

QTEST_GUILESS_MAIN(tst_Baresip)
#include "tst_baresip.moc"
