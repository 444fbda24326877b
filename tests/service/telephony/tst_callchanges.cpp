// SPDX-License-Identifier: Apache-2.0
#include "app/core/chat.h"
#include "tests/service/place/places.h"
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// What a caller may do to a call that stands: change it, say that it still stands, write a line.
class tst_CallChanges : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { end(); }

    void takesAnotherDescription_data();
    void takesAnotherDescription();
    void repeatsItsAnswerUntilItIsHeard();
    void asksForADescription();
    void isTakenWithoutADescription();
    void bringsAPlace();
    void isRefused_data();
    void isRefused();
    void waitsUntilTheCallIsAnswered_data();
    void waitsUntilTheCallIsAnswered();

    void agreesOnRefreshes_data();
    void agreesOnRefreshes();
    void refusesToRefreshTooOften();
    void losesACallThatIsNotRefreshed();
    void keepsACallThatIsRefreshed_data();
    void keepsACallThatIsRefreshed();
    void refreshesIfAsked();

    void writesInTheCall();
    void writesBesideTheCall();
    void isRefusedItsMessage_data();
    void isRefusedItsMessage();
    void writesNoFlood();

private:
    [[nodiscard]] QStringList lines() const
    {
        QStringList all;
        for (const SaidByCall &said : m_seat->all<SaidByCall>())
            all << said.text;
        return all;
    }
};

namespace {

constexpr char sdpType[] = "Content-Type: application/sdp\r\n";
constexpr char textType[] = "Content-Type: text/plain;charset=UTF-8\r\n";

} // namespace

void tst_CallChanges::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!Dropped [^0-9]*: [0-9]+$)"_s));
    begin({.port = 0, .shortestSession = std::chrono::seconds(1)});
}

void tst_CallChanges::takesAnotherDescription_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Transport>("transport");
    QTest::newRow("INVITE, UDP") << "INVITE"_ba << Transport::Udp;
    QTest::newRow("INVITE, TCP") << "INVITE"_ba << Transport::Tcp;
    QTest::newRow("UPDATE, UDP") << "UPDATE"_ba << Transport::Udp;
    QTest::newRow("UPDATE, TCP") << "UPDATE"_ba << Transport::Tcp;
}

void tst_CallChanges::takesAnotherDescription()
{
    QFETCH(const QByteArray, method);
    QFETCH(const Transport, transport);
    SipPeer peer(transport, m_telephony->port());
    QVERIFY(call(peer));

    // Another number for the keys, and only A-law.
    const QByteArray description
        = peer.offer("8 110").replace("rtpmap:96", "rtpmap:110").replace("fmtp:96", "fmtp:110");
    peer.request(method, sdpType, description);

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(answer.contains("RTP/AVP 8 110\r\n"));
    QVERIFY(answer.contains("CSeq: 2 " + method));
    QVERIFY(answer.contains("\r\nContact: <sip:112@127.0.0.1"));
    if (method == "INVITE")
        peer.acknowledge();
    peer.keyType = 110;
    peer.press(5);
    QVERIFY(m_seat->wait<Pressed>());
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::HungUp);
}

void tst_CallChanges::repeatsItsAnswerUntilItIsHeard()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.invite();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    peer.request("OPTIONS");
    QVERIFY(peer.wait("SIP/2.0 200").contains("OPTIONS"));
}

void tst_CallChanges::asksForADescription()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.invite({}, {});

    QVERIFY(peer.wait("SIP/2.0 200").contains("m=audio"));
    peer.acknowledge(peer.offer("8 96"));
    // The answer counts from here on: sound in A-law.
    peer.heard.clear();
    QTRY_VERIFY_WITH_TIMEOUT(!peer.heard.empty() && peer.heard.back().type == 8, 20'000);
}

void tst_CallChanges::isTakenWithoutADescription()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.request("UPDATE");

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(answer.contains("UPDATE"));
    QVERIFY(answer.endsWith("Content-Length: 0\r\n\r\n"));
}

void tst_CallChanges::bringsAPlace()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.request("UPDATE", "Content-Type: application/pidf+xml\r\n",
                 test::presence(test::device(test::circle("36.5 124.5", "30"))));

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(m_seat->wait<LocatedByCall>());
    QCOMPARE(m_seat->all<LocatedByCall>().front().fix.radius.value, 30.0);
}

void tst_CallChanges::isRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("no common code") << QByteArray(sdpType)
                                    << "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 18\r\n"_ba
                                    << "SIP/2.0 488"_ba;
    QTest::newRow("kind of body") << "Content-Type: image/png\r\n"_ba
                                  << "x"_ba
                                  << "SIP/2.0 415"_ba;
    QTest::newRow("too often") << "Supported: timer\r\nSession-Expires: 0\r\n"_ba << QByteArray() << "SIP/2.0 422"_ba;
}

void tst_CallChanges::isRefused()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, status);
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.request("UPDATE", headers, body);

    QVERIFY(!peer.wait(status).isEmpty());
    peer.press(5);
    QVERIFY(m_seat->wait<Pressed>());
}

void tst_CallChanges::waitsUntilTheCallIsAnswered_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("INVITE") << "INVITE"_ba;
    QTest::newRow("UPDATE") << "UPDATE"_ba;
}

void tst_CallChanges::waitsUntilTheCallIsAnswered()
{
    QFETCH(const QByteArray, method);
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());

    peer.request(method, sdpType, peer.offer());

    QVERIFY(peer.wait("SIP/2.0 500").contains("Retry-After"));
    QVERIFY(m_seat->wait<Rang>());
    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_CallChanges::agreesOnRefreshes_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("agreed");
    QTest::newRow("does not know of it") << QByteArray() << QByteArray();
    QTest::newRow("somebody on the way asks") << "Session-Expires: 600\r\n"_ba << QByteArray();
    QTest::newRow("knows of it") << "Supported: 100rel, timer\r\n"_ba
                                 << "Session-Expires: 1800;refresher=uac\r\nRequire: timer\r\n"_ba;
    QTest::newRow("insists on it") << "Require: timer\r\n"_ba
                                   << "Session-Expires: 1800;refresher=uac\r\nRequire: timer\r\n"_ba;
    QTest::newRow("asks, in short") << "k: timer\r\nx: 600\r\n"_ba
                                    << "Session-Expires: 600;refresher=uac\r\nRequire: timer\r\n"_ba;
    QTest::newRow("asks us to do it") << "Supported: timer\r\nSession-Expires: 600 ; refresher=uas\r\n"_ba
                                      << "Session-Expires: 600;refresher=uas\r\n"_ba;
    QTest::newRow("asks for a long time") << "Supported: timer\r\nMin-SE: 3600\r\n"_ba
                                          << "Session-Expires: 3600;refresher=uac\r\nRequire: timer\r\n"_ba;
    QTest::newRow("asks for no number") << "Supported: timer\r\nSession-Expires: soon\r\n"_ba
                                        << "Session-Expires: 1800;refresher=uac\r\nRequire: timer\r\n"_ba;
}

void tst_CallChanges::agreesOnRefreshes()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, agreed);
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite(headers);
    m_seat->answer();

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(!answer.isEmpty());
    QVERIFY(agreed.isEmpty() ? !answer.contains("Session-Expires") : answer.contains(agreed));
}

void tst_CallChanges::refusesToRefreshTooOften()
{
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite("Supported: timer\r\nSession-Expires: 0\r\n");

    QVERIFY(peer.wait("SIP/2.0 422").contains("Min-SE: 1\r\n"));
    QVERIFY(m_seat->inputs.empty());
}

void tst_CallChanges::losesACallThatIsNotRefreshed()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite("Supported: timer\r\nSession-Expires: 1\r\n");
    m_seat->answer();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();

    QVERIFY(m_seat->wait<LineWentAway>());

    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Lost);
    QVERIFY(!peer.wait("BYE").isEmpty());
}

void tst_CallChanges::keepsACallThatIsRefreshed_data() { waitsUntilTheCallIsAnswered_data(); }

void tst_CallChanges::keepsACallThatIsRefreshed()
{
    QFETCH(const QByteArray, method);
    SipPeer peer(Transport::Udp, m_telephony->port());
    const QByteArray timer = "Supported: timer\r\nSession-Expires: 2\r\n";
    peer.invite(timer);
    m_seat->answer();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    QElapsedTimer time;
    time.start();

    // Longer than the call would stand without.
    while (time.elapsed() < 2000) {
        peer.heard.clear();
        QTRY_VERIFY_WITH_TIMEOUT(peer.heard.size() > 20, 20'000);
        peer.request(method, method == "INVITE" ? timer + sdpType : timer,
                     method == "INVITE" ? peer.offer() : QByteArray());
        QVERIFY(peer.wait("SIP/2.0 200").contains("Session-Expires: 2;refresher=uac\r\n"));
        if (method == "INVITE")
            peer.acknowledge();
    }

    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_CallChanges::refreshesIfAsked()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite("Supported: timer\r\nSession-Expires: 1;refresher=uas\r\n");
    m_seat->answer();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();

    const QByteArray refresh = peer.wait("INVITE");

    QVERIFY(refresh.contains("m=audio"));
    peer.respond(refresh, "400 No");
    QVERIFY(!peer.wait("ACK").isEmpty());
    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_CallChanges::writesInTheCall()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.request("MESSAGE", textType, u"숨어 있어요"_s.toUtf8());
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.repeat();
    peer.request("MESSAGE", "Content-Type: text/plain;charset=ISO-8859-1\r\n", "caf\xe9");
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());

    QVERIFY(m_seat->wait<SaidByCall>(2));
    QCOMPARE(lines(), QStringList({u"숨어 있어요"_s, u"café"_s}));
    const auto said = m_seat->all<SaidByCall>();
    QCOMPARE(said[0].line, m_seat->line());
    QVERIFY(said[0].id != said[1].id);
}

void tst_CallChanges::writesBesideTheCall()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());
    SipPeer writer(Transport::Tcp, m_telephony->port());

    writer.request("MESSAGE", textType, "2nd floor");

    QVERIFY(!writer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(m_seat->wait<SaidByCall>());
    QCOMPARE(lines(), QStringList(u"2nd floor"_s));
}

void tst_CallChanges::isRefusedItsMessage_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("status");
    const QByteArray same = "01012345678";
    QTest::newRow("of nobody who calls") << "01000000000"_ba << QByteArray(textType) << "a"_ba
                                         << "SIP/2.0 404"_ba;
    QTest::newRow("without a number") << "anonymous"_ba << QByteArray(textType) << "a"_ba
                                      << "SIP/2.0 404"_ba;
    QTest::newRow("no text") << same << "Content-Type: message/cpim\r\n"_ba
                             << "a"_ba
                             << "SIP/2.0 415"_ba;
    QTest::newRow("empty") << same << QByteArray(textType) << " \r\n"_ba
                           << "SIP/2.0 400"_ba;
    QTest::newRow("not in its code") << same << QByteArray(textType) << "\xff\xfe"_ba
                                     << "SIP/2.0 400"_ba;
    QTest::newRow("longer than a line") << same << QByteArray(textType) << QByteArray(Message::longest + 1, 'a')
                                        << "SIP/2.0 413"_ba;
    QTest::newRow("much longer") << same << QByteArray(textType) << QByteArray(6000, 'a') << "SIP/2.0 413"_ba;
}

void tst_CallChanges::isRefusedItsMessage()
{
    QFETCH(const QByteArray, number);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, status);
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());
    SipPeer writer(Transport::Udp, m_telephony->port());
    writer.number = number;

    writer.request("MESSAGE", type, text);

    QVERIFY(!writer.wait(status).isEmpty());
    QVERIFY(lines().isEmpty());
}

void tst_CallChanges::writesNoFlood()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    for (int n = 0; n < 20; ++n)
        peer.request("MESSAGE", textType, "a" + QByteArray::number(n));

    QVERIFY(!peer.wait("SIP/2.0 503").isEmpty());
    QVERIFY(lines().size() < 20);
}

QTEST_GUILESS_MAIN(tst_CallChanges)
#include "tst_callchanges.moc"
