// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/telephony.h"
#include "tests/service/telephony/operatorseat.h"

#include <netinet/in.h>
#include <optional>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::telephony;
using knock::test::OperatorSeat;

/// Calls by sipp, a SIP client that is not ours.
class tst_Sipp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void knocks_data() { transports(); }
    void knocks();
    void knocksAsItWasCaptured();
    void leavesRightAfterTheKnock_data() { transports(); }
    void leavesRightAfterTheKnock();
    void givesUpWhileItRings_data() { transports(); }
    void givesUpWhileItRings();
    void isTurnedAway_data() { transports(); }
    void isTurnedAway();
    void isHungUpOn_data() { transports(); }
    void isHungUpOn();
    void letsUsOfferFirst_data() { transports(); }
    void letsUsOfferFirst();
    void manyAtOnce();
    void neverAcknowledges();

private:
    void transports();
    void dial(const QString &scenario, const QString &transport, const QStringList &more = {});
    [[nodiscard]] bool hasFinished(int milliseconds = 60'000);
    [[nodiscard]] bool hasLeft(LineEnd how, int milliseconds = 60'000) const;

    QString m_program;
    std::optional<QTemporaryDir> m_folder;
    std::optional<QProcess> m_caller;
    std::optional<Telephony> m_telephony;
    std::optional<OperatorSeat> m_seat;
};

namespace {

constexpr char noRaw[] = "sipp plays keys through a raw socket, which this user may not open";

bool mayOpenRawSocket()
{
    const int raw = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
    if (raw >= 0) {
        close(raw);
    }
    return raw >= 0;
}

QString freePort()
{
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost);
    return QString::number(socket.localPort());
}

} // namespace

void tst_Sipp::initTestCase()
{
    m_program = QStandardPaths::findExecutable(u"sipp"_s);
    if (m_program.isEmpty()) {
        QSKIP("sipp is not installed");
    }
}

void tst_Sipp::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_telephony.emplace(Configuration{.port = 0, .promptFile = QStringLiteral(KNOCK_PROMPTS "/ask-to-press.en.wav")});
    m_seat.emplace(*m_telephony);
    QVERIFY(m_telephony->start());
}

void tst_Sipp::cleanup()
{
    if (m_caller && m_caller->state() != QProcess::NotRunning) {
        m_caller->kill();
        m_caller->waitForFinished();
    }
    m_caller.reset();
    m_seat.reset();
    m_telephony.reset();
}

void tst_Sipp::transports()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("UDP") << u"u1"_s;
    QTest::newRow("TCP") << u"t1"_s;
}

void tst_Sipp::dial(const QString &scenario, const QString &transport, const QStringList &more)
{
    m_caller.emplace();
    m_caller->setWorkingDirectory(m_folder->path());
    m_caller->setProcessChannelMode(QProcess::MergedChannels);
    const QString file = QStringLiteral(KNOCK_SCENARIOS "/%1.xml").arg(scenario);
    m_caller->start(m_program,
                    QStringList{u"127.0.0.1:%1"_s.arg(m_telephony->port()), u"-sf"_s, file, u"-t"_s, transport, u"-i"_s,
                                u"127.0.0.1"_s, u"-mi"_s, u"127.0.0.1"_s, u"-mp"_s, freePort(), u"-nostdin"_s, u"-m"_s,
                                u"1"_s}
                        + more);
}

bool tst_Sipp::hasFinished(int milliseconds)
{
    const bool ended = QTest::qWaitFor([this] { return m_caller->state() == QProcess::NotRunning; }, milliseconds);
    const bool isGood = ended && m_caller->exitStatus() == QProcess::NormalExit && m_caller->exitCode() == 0;
    if (!isGood) {
        qInfo().noquote() << m_caller->readAll();
    }
    return isGood;
}

bool tst_Sipp::hasLeft(LineEnd how, int milliseconds) const
{
    return m_seat->wait<LineWentAway>(1, milliseconds) && m_seat->all<LineWentAway>().front().how == how;
}

void tst_Sipp::knocks()
{
    QFETCH(QString, transport);
    if (!mayOpenRawSocket()) {
        QSKIP(noRaw);
    }

    dial(u"knock"_s, transport);
    m_seat->answer();
    m_seat->playPrompt();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::HungUp));
    QCOMPARE(m_seat->all<Rang>().front().number, u"01012345678"_s);
    QCOMPARE(m_seat->keys(), u"559"_s);
}

void tst_Sipp::knocksAsItWasCaptured()
{
    const QDir captures(u"/usr/share/sip-tester"_s);
    if (!mayOpenRawSocket()) {
        QSKIP(noRaw);
    }
    for (const QString &name : {u"dtmf_2833_5.pcap"_s, u"dtmf_2833_9.pcap"_s}) {
        if (!QFile::copy(captures.filePath(name), m_folder->filePath(name))) {
            QSKIP("sipp came without its recorded keys");
        }
    }

    dial(u"captured"_s, u"u1"_s);
    m_seat->answer();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::HungUp));
    QCOMPARE(m_seat->keys(), u"59"_s);
}

void tst_Sipp::leavesRightAfterTheKnock()
{
    QFETCH(QString, transport);
    if (!mayOpenRawSocket()) {
        QSKIP(noRaw);
    }

    dial(u"leaveafterknock"_s, transport);
    m_seat->answer();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::HungUp));
    QCOMPARE(m_seat->keys(), u"11"_s);
    QVERIFY(std::holds_alternative<LineWentAway>(m_seat->inputs.back()));
}

void tst_Sipp::givesUpWhileItRings()
{
    QFETCH(QString, transport);

    dial(u"cancel"_s, transport);

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::Cancelled));
}

void tst_Sipp::isTurnedAway()
{
    QFETCH(QString, transport);

    dial(u"refused"_s, transport);
    QVERIFY(m_seat->wait<Rang>());
    m_seat->release();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::Released));
}

void tst_Sipp::isHungUpOn()
{
    QFETCH(QString, transport);

    dial(u"waitforbye"_s, transport);
    m_seat->answer();
    m_seat->playPrompt();
    QVERIFY(m_seat->wait<PromptPlayed>(1, 60'000));
    m_seat->release();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::Released));
}

void tst_Sipp::letsUsOfferFirst()
{
    QFETCH(QString, transport);

    dial(u"offerless"_s, transport);
    m_seat->answer();

    QVERIFY(hasFinished());
    QVERIFY(hasLeft(LineEnd::HungUp));
}

void tst_Sipp::manyAtOnce()
{
    constexpr size_t calls = 50;
    QObject::connect(&*m_telephony, &Adapter::input, &*m_telephony, [this](const Input &input) {
        if (const auto *rang = std::get_if<Rang>(&input)) {
            m_telephony->perform(AnswerLine{rang->line});
            m_telephony->perform(PlayPrompt{rang->line});
        }
    });

    dial(u"offerless"_s, u"u1"_s, {u"-m"_s, QString::number(calls), u"-r"_s, u"25"_s, u"-l"_s, u"50"_s});

    QVERIFY(hasFinished());
    QVERIFY(m_seat->wait<LineWentAway>(calls));
    QCOMPARE(m_seat->all<Rang>().size(), calls);
    for (const LineWentAway &left : m_seat->all<LineWentAway>()) {
        QCOMPARE(left.how, LineEnd::HungUp);
    }
}

// RFC 3261, 13.3.1.4: after 64 times half a second without an ACK nobody is there.
void tst_Sipp::neverAcknowledges()
{
    dial(u"noack"_s, u"u1"_s);
    m_seat->answer();

    QVERIFY(hasLeft(LineEnd::Lost, 100'000));
    QVERIFY(hasFinished());
}

QTEST_GUILESS_MAIN(tst_Sipp)
#include "tst_sipp.moc"
