// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::telephony;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// Calls over loopback, from a telephone written by hand: how they begin and end.
class tst_Telephony : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { end(); }

    void tellsWhoRings_data();
    void tellsWhoRings();
    void ringsUntilAnswered();
    void numbersItsLines();
    void answersOverBothTransports_data() { transports(); }
    void answersOverBothTransports();
    void cancelEndsARing();
    void byeEndsACall_data() { transports(); }
    void byeEndsACall();
    void byeRightAfterThePress();
    void releaseRefusesARing();
    void releaseSaysBye();
    void ordersToALineThatIsGoneAreIgnored();
    void fullMeansTryAgain();
    void sayByeAtTheEnd();
    void needsOneAddress_data();
    void needsOneAddress();
    void portInUseIsAnError_data() { transports(); }
    void portInUseIsAnError();
    void missingPromptDoesNotCloseTheLine();
};

void tst_Telephony::init()
{
    QTest::failOnWarning();
    begin({.port = 0});
}

void tst_Telephony::tellsWhoRings_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QString>("number");
    QTest::newRow("from") << "01012345678"_ba << QByteArray() << u"01012345678"_s;
    QTest::newRow("asserted, tel") << "anonymous"_ba
                                   << "P-Asserted-Identity: <tel:+821012345678>\r\n"_ba << u"+821012345678"_s;
    QTest::newRow("asserted, sip") << "777"_ba
                                   << "P-Asserted-Identity: \"x, y\" <sip:0105555@net.example>\r\n"_ba << u"0105555"_s;
    QTest::newRow("asserted twice") << "777"_ba
                                    << "P-Asserted-Identity: <sip:kim@net.example>, <tel:0105555>\r\n"_ba
                                    << u"0105555"_s;
    QTest::newRow("asserted, no number") << "777"_ba
                                         << "P-Asserted-Identity: <sip:kim@net.example>\r\n"_ba << u"777"_s;
    QTest::newRow("withheld") << "anonymous"_ba << QByteArray() << QString();
}

void tst_Telephony::tellsWhoRings()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, headers);
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.number = user;

    peer.invite(headers);

    QVERIFY(m_seat->wait<Rang>());
    QTEST(m_seat->all<Rang>().front().number, "number");
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());
}

void tst_Telephony::ringsUntilAnswered()
{
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite();

    QVERIFY(!peer.wait("SIP/2.0 180 Ringing").isEmpty());
    QVERIFY(m_seat->wait<Rang>());
    QVERIFY(!peer.hasReceived("SIP/2.0 200"));
    QVERIFY(peer.heard.empty());
}

void tst_Telephony::numbersItsLines()
{
    SipPeer first(Transport::Udp, m_telephony->port());
    SipPeer second(Transport::Tcp, m_telephony->port());

    first.invite();
    QVERIFY(m_seat->wait<Rang>(1));
    second.invite();
    QVERIFY(m_seat->wait<Rang>(2));

    QCOMPARE(m_seat->all<Rang>()[0].line, LineId{1});
    QCOMPARE(m_seat->all<Rang>()[1].line, LineId{2});
}

void tst_Telephony::answersOverBothTransports()
{
    QFETCH(Transport, transport);
    SipPeer peer(transport, m_telephony->port());

    QVERIFY(call(peer));

    QTRY_VERIFY(peer.heard.size() >= 3);
}

void tst_Telephony::cancelEndsARing()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());

    peer.cancel();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(!peer.wait("SIP/2.0 487").isEmpty());
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().line, m_seat->line());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Cancelled);
}

void tst_Telephony::byeEndsACall()
{
    QFETCH(Transport, transport);
    SipPeer peer(transport, m_telephony->port());
    QVERIFY(call(peer));

    peer.request("BYE");

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::HungUp);
}

void tst_Telephony::byeRightAfterThePress()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.press(1);
    peer.press(1);
    QVERIFY(m_seat->wait<Pressed>(2));
    peer.request("BYE");

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->keys(), u"11"_s);
    QVERIFY(std::holds_alternative<LineWentAway>(m_seat->inputs.back()));
}

void tst_Telephony::releaseRefusesARing()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(m_seat->wait<Rang>());

    m_seat->release();

    QVERIFY(!peer.wait("SIP/2.0 480").isEmpty());
    peer.acknowledge();
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Released);
}

void tst_Telephony::releaseSaysBye()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    m_seat->release();

    const QByteArray bye = peer.wait("BYE");
    QVERIFY(!bye.isEmpty());
    peer.respond(bye, "200 OK");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().size(), 1);
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Released);
}

void tst_Telephony::ordersToALineThatIsGoneAreIgnored()
{
    m_telephony->perform(AnswerLine{LineId{77}});
    m_telephony->perform(PlayPrompt{LineId{77}});
    m_telephony->perform(ReleaseLine{LineId{77}});
    m_telephony->perform(SendText{});

    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_Telephony::fullMeansTryAgain()
{
    begin({.port = 0, .mostLines = 1});
    SipPeer first(Transport::Udp, m_telephony->port());
    SipPeer second(Transport::Udp, m_telephony->port());
    first.invite();
    QVERIFY(m_seat->wait<Rang>());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a call for want of a line"_s));

    second.invite();

    QVERIFY(second.wait("SIP/2.0 503").contains("Retry-After:"));
    QCOMPARE(m_seat->all<Rang>().size(), 1);
}

void tst_Telephony::sayByeAtTheEnd()
{
    SipPeer answered(Transport::Udp, m_telephony->port());
    QVERIFY(call(answered));
    SipPeer ringing(Transport::Tcp, m_telephony->port());
    ringing.invite();
    QVERIFY(m_seat->wait<Rang>(2));

    end();

    QVERIFY(!answered.wait("BYE").isEmpty());
    QVERIFY(!ringing.wait("SIP/2.0 480").isEmpty());
}

void tst_Telephony::needsOneAddress_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("none") << QHostAddress();
    QTest::newRow("any") << QHostAddress(QHostAddress::Any);
    QTest::newRow("any IPv4") << QHostAddress(QHostAddress::AnyIPv4);
    QTest::newRow("any IPv6") << QHostAddress(QHostAddress::AnyIPv6);
}

void tst_Telephony::needsOneAddress()
{
    QFETCH(QHostAddress, address);
    Telephony telephony({.address = address, .port = 0});

    const Result<> started = telephony.start();

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Refused);
}

void tst_Telephony::portInUseIsAnError()
{
    QFETCH(Transport, transport);
    QUdpSocket udp;
    QTcpServer tcp;
    quint16 port = 0;
    if (transport == Transport::Udp) {
        QVERIFY(udp.bind(QHostAddress::LocalHost, 0, QAbstractSocket::DontShareAddress));
        port = udp.localPort();
    } else {
        QVERIFY(tcp.listen(QHostAddress::LocalHost));
        port = tcp.serverPort();
    }

    Telephony second({.port = port});
    const Result<> started = second.start();

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Unreachable);
    QCOMPARE(second.port(), 0);
}

void tst_Telephony::missingPromptDoesNotCloseTheLine()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Calls come in, but there is nothing to play"_s));
    Telephony telephony({.port = 0, .promptFile = m_folder.filePath(u"nowhere.wav"_s)});
    QSignalSpy health(&telephony, &Adapter::health);

    QVERIFY(telephony.start());

    QTRY_COMPARE(health.size(), 1);
    const auto told = health.front().front().value<Health>();
    QCOMPARE(told.part, Health::Part::Telephony);
    QVERIFY(!told.well);
    QCOMPARE(told.why.kind, Error::Kind::NotFound);
    SipPeer peer(Transport::Udp, telephony.port());
    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());
}

QTEST_GUILESS_MAIN(tst_Telephony)
#include "tst_telephony.moc"
