// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/caller.h"
#include "tests/service/telephony/keytones.h"
#include "tests/service/telephony/operatorseat.h"
#include "tests/service/telephony/wav.h"
#include "tests/support/lossyline.h"

#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using knock::demonstration::Caller;
using knock::test::LossyLine;

/// Keys of a real telephone (baresip) through a line that loses packets: none twice, and none lost that can be heard.
class tst_LossyCall : public QObject
{
    Q_OBJECT
public:
    explicit tst_LossyCall(Result<std::unique_ptr<LossyLine>> line)
        : m_line(std::move(line))
    {
    }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everyKeyIsHeardOnce_data();
    void everyKeyIsHeardOnce();
    void tonesAreHeardOnce_data();
    void tonesAreHeardOnce();

private:
    [[nodiscard]] Result<> dial()
    {
        const QString there = QString::fromLatin1(LossyLine::thereAddress);
        return m_caller->start(u"sip:112@%1:%2;transport=udp"_s.arg(there).arg(m_telephony->port()), u"01012345678"_s);
    }

    Result<std::unique_ptr<LossyLine>> m_line;
    std::optional<telephony::Telephony> m_telephony;
    std::optional<test::OperatorSeat> m_seat;
    std::optional<Caller> m_caller;
    QTemporaryDir m_folder;
};

void tst_LossyCall::initTestCase()
{
    if (QStandardPaths::findExecutable(u"baresip"_s).isEmpty())
        QSKIP("baresip is not installed");
    if (!m_line)
        QSKIP(qPrintable(u"This system lets nobody have a network of its own: "_s + m_line.error().detail));
}

void tst_LossyCall::init()
{
    QTest::failOnWarning();
    (*m_line)->set({});
    m_telephony.emplace(telephony::Configuration{
        .address = QHostAddress(QString::fromLatin1(LossyLine::thereAddress)),
        .port = 0,
    });
    m_seat.emplace(*m_telephony);
    (*m_line)->there([this] { QVERIFY(m_telephony->start()); });
    m_caller.emplace();
    m_caller->setOwnAddress(QHostAddress(QString::fromLatin1(LossyLine::hereAddress)));
}

void tst_LossyCall::cleanup()
{
    m_caller.reset();
    m_seat.reset();
    m_telephony.reset();
}

void tst_LossyCall::everyKeyIsHeardOnce_data()
{
    QTest::addColumn<Carrier>("carrier");
    QTest::addColumn<double>("loss");
    for (const int percent : {0, 1, 5, 10}) {
        QTest::addRow("telephone-event, %d %% lost", percent) << Carrier::Event << percent / 100.0;
        QTest::addRow("INFO, %d %% lost", percent) << Carrier::Info << percent / 100.0;
    }
}

void tst_LossyCall::everyKeyIsHeardOnce()
{
    QFETCH(const Carrier, carrier);
    QFETCH(const double, loss);
    QSignalSpy established(&*m_caller, &Caller::established);
    m_caller->sendKeysBy(carrier);
    QVERIFY(dial());
    m_seat->answer();
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, 20'000);
    (*m_line)->set({.loss = loss, .delay = 40ms, .jitter = 15ms});

    const QString keys = u"55112#*09033"_s;
    for (qsizetype pressed = 0; pressed < keys.size(); ++pressed) {
        m_caller->press(keys[pressed]);
        QVERIFY(m_seat->wait<Pressed>(static_cast<size_t>(pressed) + 1));
    }
    (*m_line)->set({});
    m_caller->hangUp();

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->keys(), keys);
}

void tst_LossyCall::tonesAreHeardOnce_data()
{
    QTest::addColumn<double>("loss");
    QTest::addColumn<qsizetype>("least"); ///< of 40
    QTest::newRow("1 % lost") << 0.01 << qsizetype(39);
    QTest::newRow("5 % lost") << 0.05 << qsizetype(37);
    QTest::newRow("10 % lost") << 0.10 << qsizetype(34);
}

void tst_LossyCall::tonesAreHeardOnce()
{
    QFETCH(const double, loss);
    QFETCH(const qsizetype, least);
    const QString sent = u"55112#*09033474621599#*01122334455667798"_s;
    QCOMPARE(sent.size(), 40);
    std::vector<qint16> room(4000);
    for (const QChar key : sent) {
        const auto tones = test::keyTones(key.toLatin1(), 100, 100);
        room.insert(room.end(), tones.begin(), tones.end());
    }
    room.insert(room.end(), 80'000, 0);
    QFile file(m_folder.filePath(u"tones.wav"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(test::wav(room, {.extraChunk = false})) > 0);
    file.close();
    m_caller->setRoom(file.fileName());
    const quint64 lost = (*m_line)->lost();
    (*m_line)->set({.loss = loss, .delay = 40ms, .jitter = 15ms});

    QSignalSpy ended(&*m_caller, &Caller::ended);
    QVERIFY(dial());
    m_seat->answer();
    // The last key, which is pressed nowhere else.
    QVERIFY(QTest::qWaitFor([this] { return m_seat->keys().endsWith(u'8'); }, 20'000));
    (*m_line)->set({});
    m_seat->release();

    const QString heard = m_seat->keys();
    qInfo("%lld of %lld, %llu packets lost", heard.size(), sent.size(), (*m_line)->lost() - lost);
    QCOMPARE_GT((*m_line)->lost(), lost);
    QCOMPARE_GE(heard.size(), least);
    // What was heard is what was pressed, with gaps at most: nothing twice and nothing else.
    qsizetype at = 0;
    for (const QChar key : heard) {
        at = sent.indexOf(key, at) + 1;
        QVERIFY2(at > 0, qPrintable(heard));
    }
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20'000);
}

int main(int argc, char *argv[])
{
    auto line = LossyLine::open();
    QCoreApplication application(argc, argv);
    tst_LossyCall test(std::move(line));
    return QTest::qExec(&test, argc, argv);
}

#include "tst_lossycall.moc"
