// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/telephony.h"
#include "tests/service/telephony/operatorseat.h"
#include "tests/service/telephony/sippeer.h"

#include <optional>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::telephony;
using knock::test::OperatorSeat;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// What the service does with requests that are wrong, strange or hostile.
class tst_SipGuard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void refuses_data();
    void refuses();
    void answersOptions_data();
    void answersOptions();
    void takesCallsOthersWouldLose_data();
    void takesCallsOthersWouldLose();
    void livesThroughBrokenMessages_data();
    void livesThroughBrokenMessages();
    void livesThroughRandomBytes_data();
    void livesThroughRandomBytes();
    void doesNotFloodTheLog();
    void takesACallWithoutBranches();
    void letsAClientWithoutBranchesGiveUp();
    void answersWhatItCannotRead();
    void answersNoFlood();

private:
    [[nodiscard]] bool isAlive();

    std::optional<Telephony> m_telephony;
    std::optional<OperatorSeat> m_seat;
};

namespace {

/// What a library prints past the logging of the program.
class PrintedErrors
{
public:
    PrintedErrors()
        : m_before(dup(STDERR_FILENO))
    {
        if (m_file.open()) {
            dup2(m_file.handle(), STDERR_FILENO);
        }
    }
    ~PrintedErrors()
    {
        dup2(m_before, STDERR_FILENO);
        close(m_before);
    }
    Q_DISABLE_COPY_MOVE(PrintedErrors)

    [[nodiscard]] QByteArray all()
    {
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    QTemporaryFile m_file;
    int m_before;
};

} // namespace

void tst_SipGuard::init()
{
    // Whatever comes from outside may be worth a line, but none that tells more than a count.
    QTest::failOnWarning(QRegularExpression(u"^(?!Dropped [^0-9]*: [0-9]+$|Line [0-9]+ has no sound)"_s));
    m_telephony.emplace(Configuration{.port = 0});
    m_seat.emplace(*m_telephony);
    QVERIFY(m_telephony->start());
}

void tst_SipGuard::cleanup()
{
    m_seat.reset();
    m_telephony.reset();
}

bool tst_SipGuard::isAlive()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    // A flood may have filled the socket; SIP over UDP sends again.
    for (int attempt = 0; attempt < 40; ++attempt) {
        peer.request("OPTIONS");
        if (!peer.wait("SIP/2.0 200", 500).isEmpty()) {
            return true;
        }
    }
    return false;
}

void tst_SipGuard::refuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray none;
    QTest::newRow("REGISTER") << "REGISTER"_ba << none << none << "SIP/2.0 405"_ba;
    QTest::newRow("INFO") << "INFO"_ba << none << none << "SIP/2.0 481"_ba;
    QTest::newRow("REFER") << "REFER"_ba << none << none << "SIP/2.0 405"_ba;
    QTest::newRow("unknown method") << "DANCE"_ba << none << none << "SIP/2.0 501"_ba;
    QTest::newRow("UPDATE to nobody") << "UPDATE"_ba << none << none << "SIP/2.0 481"_ba;
    QTest::newRow("MESSAGE of nobody") << "MESSAGE"_ba << "Content-Type: text/plain\r\n"_ba << "a"_ba
                                       << "SIP/2.0 404"_ba;
    QTest::newRow("BYE to nobody") << "BYE"_ba << none << none << "SIP/2.0 481"_ba;
    QTest::newRow("CANCEL of nothing") << "CANCEL"_ba << none << none << "SIP/2.0 481"_ba;
    QTest::newRow("extension") << "INVITE"_ba
                               << "Require: 100rel, x-y\r\n"_ba << none << "SIP/2.0 420"_ba;
    QTest::newRow("kind of body") << "INVITE"_ba
                                  << "Content-Type: text/plain\r\n"_ba
                                  << "hello"_ba
                                  << "SIP/2.0 415"_ba;
    QTest::newRow("body without a kind") << "INVITE"_ba << none << "v=0\r\n"_ba
                                         << "SIP/2.0 415"_ba;
    QTest::newRow("packed body") << "INVITE"_ba
                                 << "Content-Encoding: gzip\r\n"_ba
                                 << "xx"_ba
                                 << "SIP/2.0 415"_ba;
    QTest::newRow("no boundary") << "INVITE"_ba
                                 << "Content-Type: multipart/mixed\r\n"_ba
                                 << "xx"_ba
                                 << "SIP/2.0 400"_ba;
    QTest::newRow("no common code") << "INVITE"_ba
                                    << "Content-Type: application/sdp\r\n"_ba
                                    << "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 18\r\n"_ba
                                    << "SIP/2.0 488"_ba;
    QTest::newRow("keys alone") << "INVITE"_ba
                                << "Content-Type: application/sdp\r\n"_ba
                                << "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 101\r\n"
                                   "a=rtpmap:101 telephone-event/8000\r\n"_ba
                                << "SIP/2.0 488"_ba;
    QTest::newRow("no sound") << "INVITE"_ba
                              << "Content-Type: application/sdp\r\n"_ba
                              << "v=0\r\nc=IN IP4 127.0.0.1\r\nm=video 4000 RTP/AVP 31\r\n"_ba
                              << "SIP/2.0 488"_ba;
}

void tst_SipGuard::refuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, answer);
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.request(method, headers, body);

    QVERIFY(!peer.wait(answer).isEmpty());
    QVERIFY(m_seat->inputs.empty());
}

void tst_SipGuard::answersOptions_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::newRow("UDP") << Transport::Udp;
    QTest::newRow("TCP") << Transport::Tcp;
}

void tst_SipGuard::answersOptions()
{
    QFETCH(Transport, transport);
    SipPeer peer(transport, m_telephony->port());

    peer.request("OPTIONS");

    QVERIFY(peer.wait("SIP/2.0 200")
                .contains("Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, NOTIFY\r\n"));
}

void tst_SipGuard::takesCallsOthersWouldLose_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray type = "Content-Type: application/sdp\r\n";
    const QByteArray sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                           "m=audio 4000 RTP/AVP 0\r\n";
    QTest::newRow("ill-formed attribute of a video") << type << sdp + "m=video 5000 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n";
    QTest::newRow("ill-formed attribute") << type << sdp + "a=rtpmap:31 LPC\r\nb=x\r\n";
    QTest::newRow("no description") << QByteArray() << QByteArray();
    QTest::newRow("address nobody knows")
        << type << QByteArray(sdp).replace("c=IN IP4 127.0.0.1", "c=IN IP4 host.invalid");
    QTest::newRow("with a place") << "Content-Type: multipart/mixed;boundary=b\r\nGeolocation: <cid:a@b>\r\n"
                                     "Require: geolocation-sip\r\n"_ba
                                  << "--b\r\nContent-Type: application/sdp\r\n\r\n" + sdp
            + "--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <a@b>\r\n\r\n<presence/>\r\n--b--\r\n";
    QTest::newRow("supports what we lack") << type + "Supported: 100rel, timer\r\n" << sdp;
}

void tst_SipGuard::takesCallsOthersWouldLose()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite(headers, body);
    m_seat->answer();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::HungUp);
}

void tst_SipGuard::livesThroughBrokenMessages_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<Transport>("transport");
    const auto add = [](const char *name, const QString &folder) {
        QTest::addRow("%s, UDP", name) << folder << Transport::Udp;
        QTest::addRow("%s, TCP", name) << folder << Transport::Tcp;
    };
    add("ours", QStringLiteral(KNOCK_BROKEN_SIP));
    if (const QString others = qEnvironmentVariable("KNOCK_SIP_MESSAGES"); !others.isEmpty()) {
        add("others", others);
    }
}

void tst_SipGuard::livesThroughBrokenMessages()
{
    QFETCH(QString, folder);
    QFETCH(Transport, transport);
    int sent = 0;

    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        SipPeer peer(transport, m_telephony->port());
        peer.sendRaw(file.readAll());
        QVERIFY2(isAlive(), qPrintable(file.fileName()));
        ++sent;
    }

    QVERIFY(sent > 10);
}

void tst_SipGuard::livesThroughRandomBytes_data() { answersOptions_data(); }

void tst_SipGuard::livesThroughRandomBytes()
{
    QFETCH(Transport, transport);
    quint32 state = 7;
    const auto next = [&state] { return (state = state * 1664525 + 1013904223) >> 8; };
    const QByteArray good
        = "INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKrandom\r\n"
          "From: <sip:1@a>;tag=1\r\nTo: <sip:2@a>\r\nCall-ID: random\r\nCSeq: 1 INVITE\r\n"
          "Contact: <sip:a@127.0.0.1:9>\r\nContent-Type: application/sdp\r\nContent-Length: 60\r\n\r\n"
          "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0 8 96\r\na=sendrecv\r\n";

    for (int n = 0; n < 100; ++n) {
        QByteArray bytes = n % 3 == 0 ? QByteArray(static_cast<qsizetype>(next() % 600), '\0') : good;
        const qsizetype changes = n % 3 == 0 ? bytes.size() : 8;
        for (qsizetype change = 0; change < changes; ++change) {
            bytes[static_cast<qsizetype>(next() % static_cast<quint32>(bytes.size()))] = static_cast<char>(next());
        }
        SipPeer peer(transport, m_telephony->port());
        peer.sendRaw(bytes);
    }

    QVERIFY(isAlive());
}

void tst_SipGuard::doesNotFloodTheLog()
{
    QVERIFY(isAlive());
    SipPeer peer(Transport::Udp, m_telephony->port());
    PrintedErrors printed;

    for (int n = 0; n < 200; ++n) {
        peer.sendRaw("no SIP at all\r\n\r\n");
        peer.sendRaw("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:9\r\nCSeq: 1 INVITE\r\n\r\n");
    }

    QVERIFY(isAlive());
    QCOMPARE(printed.all(), QByteArray());
}

void tst_SipGuard::takesACallWithoutBranches()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.writesBranches = false;

    peer.invite();
    const QByteArray ringing = peer.wait("SIP/2.0 180");
    peer.repeat();
    m_seat->answer();

    QVERIFY(!ringing.contains("branch"));
    QVERIFY(!peer.wait("SIP/2.0 200").contains("branch"));
    peer.acknowledge();
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::HungUp);
    QCOMPARE(m_seat->all<Rang>().size(), size_t(1));
}

void tst_SipGuard::letsAClientWithoutBranchesGiveUp()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.writesBranches = false;
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());

    peer.cancel();

    QVERIFY(!peer.wait("SIP/2.0 487").isEmpty());
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Cancelled);
}

void tst_SipGuard::answersWhatItCannotRead()
{
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.sendRaw("INVITE sip:112@127.0.0.1; lr SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1\r\nFrom: <sip:1@a>;tag=1\r\n"
                 "To: <sip:2@a>\r\nCall-ID: unreadable\r\nCSeq: 1 INVITE\r\n\r\n");

    const QByteArray answer = peer.wait("SIP/2.0 400");
    QVERIFY(answer.contains("\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n"));
    QVERIFY(answer.contains("\r\nCall-ID: unreadable\r\n"));
}

void tst_SipGuard::answersNoFlood()
{
    QVERIFY(isAlive());
    SipPeer peer(Transport::Udp, m_telephony->port());
    QElapsedTimer time;
    time.start();

    for (int n = 0; n < 100; ++n) {
        peer.sendRaw("INVITE <sip:a> SIP/7.0\r\nVia: SIP/7.0/UDP a\r\nTo: <sip:a>;tag=1\r\n\r\n");
    }

    QVERIFY(isAlive());
    QVERIFY(!peer.wait("SIP/2.0 505").isEmpty());
    qint64 answers = 1;
    while (peer.hasReceived("SIP/2.0 505")) {
        QVERIFY(!peer.wait("SIP/2.0 505").isEmpty());
        ++answers;
    }
    QVERIFY(answers <= 20 * (2 + time.elapsed() / 1000));
}

QTEST_GUILESS_MAIN(tst_SipGuard)
#include "tst_sipguard.moc"
