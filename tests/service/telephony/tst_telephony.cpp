// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/telephony.h"
#include "tests/service/telephony/g711decoded.h"
#include "tests/service/telephony/operatorseat.h"
#include "tests/service/telephony/sippeer.h"
#include "tests/service/telephony/wav.h"

#include <numeric>
#include <optional>
#include <QFile>
#include <QNetworkDatagram>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::telephony;
using knock::test::OperatorSeat;
using knock::test::SipPeer;

/// Calls over loopback, from a telephone written by hand.
class tst_Telephony : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void tellsWhoRings_data();
    void tellsWhoRings();
    void ringsUntilAnswered();
    void numbersItsLines();
    void answersWithWhatWasOffered_data();
    void answersWithWhatWasOffered();
    void answersOverBothTransports_data();
    void answersOverBothTransports();
    void offersWhenNothingWasOffered();
    void sendsSilenceUntilAsked();
    void callerHearsThePrompt_data();
    void callerHearsThePrompt();
    void secondPromptBeginsAnew();
    void withoutAPromptTheWindowOpensAtOnce();
    void holdStopsTheSound();
    void keepsTheCallWhenANewOfferIsUnusable();
    void hearsEachPressOnce();
    void tellsWhenThePressBegan();
    void hearsAPressFromBehindAnAddressTranslator();
    void ignoresStrangersInTheSound();
    void boundsPresses();
    void survivesBadRtp();
    void cancelEndsARing();
    void byeEndsACall_data();
    void byeEndsACall();
    void byeRightAfterThePress();
    void releaseRefusesARing();
    void releaseSaysBye();
    void ordersToALineThatIsGoneAreIgnored();
    void fullMeansTryAgain();
    void sayByeAtTheEnd();
    void portInUseIsAnError_data();
    void portInUseIsAnError();
    void missingPromptDoesNotCloseTheLine();

private:
    void begin(Configuration configuration);
    [[nodiscard]] bool call(SipPeer &peer, const QByteArray &description = {});
    [[nodiscard]] std::vector<int> soundOf(const SipPeer &peer, size_t fromPacket = 0) const;

    QTemporaryDir m_folder;
    std::vector<qint16> m_recording;
    std::optional<Telephony> m_telephony;
    std::optional<OperatorSeat> m_seat;
};

namespace
{

using Transport = SipPeer::Transport;

/// How alike two sounds are at the best offset, 1 being the same.
double likeness(const std::vector<int> &heard, const std::vector<qint16> &expected)
{
    double best = 0;
    for (size_t offset = 0; offset + expected.size() <= heard.size(); ++offset) {
        double both = 0;
        double ofHeard = 0;
        double ofExpected = 0;
        for (size_t n = 0; n < expected.size(); ++n) {
            both += heard[offset + n] * expected[n];
            ofHeard += double(heard[offset + n]) * heard[offset + n];
            ofExpected += double(expected[n]) * expected[n];
        }
        best = std::max(best, ofHeard > 0 ? both / std::sqrt(ofHeard * ofExpected) : 0.0);
    }
    return best;
}

} // namespace

void tst_Telephony::initTestCase()
{
    m_recording = test::chirp(2500); // 0.3 s, and no whole number of packets
    QFile file(m_folder.filePath(u"prompt.wav"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(test::wav(m_recording));
}

void tst_Telephony::init()
{
    QTest::failOnWarning();
    begin({.port = 0, .promptFile = m_folder.filePath(u"prompt.wav"_s)});
}

void tst_Telephony::begin(Configuration configuration)
{
    m_seat.reset();
    m_telephony.reset();
    m_telephony.emplace(std::move(configuration));
    m_seat.emplace(*m_telephony);
    const Result<> started = m_telephony->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
}

void tst_Telephony::cleanup()
{
    m_seat.reset();
    m_telephony.reset();
}

bool tst_Telephony::call(SipPeer &peer, const QByteArray &description)
{
    return peer.call([this] { m_seat->answer(); }, description);
}

std::vector<int> tst_Telephony::soundOf(const SipPeer &peer, size_t fromPacket) const
{
    std::vector<int> samples;
    for (size_t n = fromPacket; n < peer.heard.size(); ++n) {
        for (const char byte : peer.heard[n].payload) {
            samples.push_back(test::decoded(static_cast<quint8>(byte), peer.heard[n].type == 0 ? Law::Mu : Law::A));
        }
    }
    return samples;
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

void tst_Telephony::answersWithWhatWasOffered_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("answered");
    QTest::newRow("both codes and keys") << "0 8 96"_ba
                                         << "RTP/AVP 0 8 96"_ba;
    QTest::newRow("the caller's order") << "8 0 96"_ba
                                        << "RTP/AVP 8 0 96"_ba;
    QTest::newRow("keys first") << "96 8"_ba
                                << "RTP/AVP 96 8"_ba;
    QTest::newRow("no keys") << "0"_ba
                             << "RTP/AVP 0"_ba;
    QTest::newRow("unknown ones") << "3 18 8 97"_ba
                                  << "RTP/AVP 8"_ba;
}

void tst_Telephony::answersWithWhatWasOffered()
{
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, answered);
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite({}, peer.offer(offered));
    m_seat->answer();
    const QByteArray answer = peer.wait("SIP/2.0 200");

    QVERIFY2(answer.contains(answered + "\r\n"), answer.constData());
}

void tst_Telephony::answersOverBothTransports_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::newRow("UDP") << Transport::Udp;
    QTest::newRow("TCP") << Transport::Tcp;
}

void tst_Telephony::answersOverBothTransports()
{
    QFETCH(Transport, transport);
    SipPeer peer(transport, m_telephony->port());

    QVERIFY(call(peer));

    QTRY_VERIFY(peer.heard.size() >= 3);
}

void tst_Telephony::offersWhenNothingWasOffered()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite({}, {});
    m_seat->answer();

    const QByteArray offer = peer.wait("SIP/2.0 200");
    QVERIFY2(offer.contains("RTP/AVP 8 0 101\r\n"), offer.constData());
    peer.acknowledge(peer.offer("8 96"));

    QTRY_VERIFY(peer.heard.size() >= 3);
    QCOMPARE(peer.heard.front().type, 8);
    peer.press(4);
    QVERIFY(m_seat->wait<Pressed>());
    QCOMPARE(m_seat->keys(), u"4"_s);
}

void tst_Telephony::sendsSilenceUntilAsked()
{
    SipPeer peer(Transport::Udp, m_telephony->port());

    QVERIFY(call(peer));

    QTRY_VERIFY(peer.heard.size() >= 10);
    QVERIFY(peer.heard[0].marker);
    for (size_t n = 1; n < 10; ++n) {
        QVERIFY(!peer.heard[n].marker);
        QCOMPARE(peer.heard[n].timestamp, peer.heard[n - 1].timestamp + 160);
        QCOMPARE(peer.heard[n].payload, QByteArray(160, '\xff'));
    }
}

void tst_Telephony::callerHearsThePrompt_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<QByteArray>("format");
    QTest::newRow("PCMU, UDP") << Transport::Udp << "0"_ba;
    QTest::newRow("PCMA, UDP") << Transport::Udp << "8"_ba;
    QTest::newRow("PCMU, TCP") << Transport::Tcp << "0 96"_ba;
    QTest::newRow("PCMA, TCP") << Transport::Tcp << "8 96"_ba;
}

void tst_Telephony::callerHearsThePrompt()
{
    QFETCH(Transport, transport);
    QFETCH(QByteArray, format);
    SipPeer peer(transport, m_telephony->port());
    QVERIFY(call(peer, peer.offer(format)));

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<PromptPlayed>());
    const size_t packets = (m_recording.size() + 159) / 160;
    QTRY_VERIFY(peer.heard.size() >= packets + 3);
    QVERIFY2(likeness(soundOf(peer), m_recording) > 0.999,
             qPrintable(QString::number(likeness(soundOf(peer), m_recording))));
    QCOMPARE(m_seat->all<PromptPlayed>().size(), 1);
}

void tst_Telephony::secondPromptBeginsAnew()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    m_seat->playPrompt();
    QTRY_VERIFY(likeness(soundOf(peer), {m_recording.begin(), m_recording.begin() + 800}) > 0.99);
    const size_t before = peer.heard.size();

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<PromptPlayed>());
    QTRY_VERIFY(likeness(soundOf(peer, before), m_recording) > 0.99);
    QCOMPARE(m_seat->all<PromptPlayed>().size(), 1);
}

void tst_Telephony::withoutAPromptTheWindowOpensAtOnce()
{
    begin({.port = 0});
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<PromptPlayed>());
}

void tst_Telephony::holdStopsTheSound()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    QTRY_VERIFY(!peer.heard.empty());

    peer.invite({}, peer.offer().replace("sendrecv", "sendonly"));
    const QByteArray held = peer.wait("SIP/2.0 200");
    peer.acknowledge();

    QVERIFY2(held.contains("a=recvonly"), held.constData());
    // What is sent now can only be what was on its way; a press shows that time has passed.
    peer.press(1);
    QVERIFY(m_seat->wait<Pressed>(1));
    const size_t before = peer.heard.size();
    peer.request("OPTIONS");
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(peer.heard.size() <= before + 1);

    peer.invite();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    QTRY_VERIFY(peer.heard.size() > before + 3);
}

void tst_Telephony::keepsTheCallWhenANewOfferIsUnusable()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.invite({}, peer.offer("18"));
    QVERIFY(!peer.wait("SIP/2.0 488").isEmpty());
    peer.acknowledge();

    const size_t before = peer.heard.size();
    QTRY_VERIFY(peer.heard.size() > before + 3);
    peer.press(3);
    QVERIFY(m_seat->wait<Pressed>());
    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_Telephony::hearsEachPressOnce()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    for (const int key : {5, 5, 0, 11, 15}) {
        peer.press(key);
    }

    QVERIFY(m_seat->wait<Pressed>(5));
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->keys(), u"550#D"_s);
    QCOMPARE(m_seat->all<Pressed>().front().line, m_seat->line());
}

void tst_Telephony::tellsWhenThePressBegan()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    const QDateTime before = QDateTime::currentDateTimeUtc();

    peer.sendEvent(5, 160, false, 8000, 1, true);

    QVERIFY(m_seat->wait<Pressed>());
    const QDateTime at = m_seat->all<Pressed>().front().at;
    QCOMPARE(at.timeSpec(), Qt::UTC);
    QVERIFY(at >= before);
    QVERIFY(at <= QDateTime::currentDateTimeUtc());
}

void tst_Telephony::hearsAPressFromBehindAnAddressTranslator()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    const QByteArray port = QByteArray::number(peer.rtpPort());
    QVERIFY(call(peer, peer.offer().replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.9.9.9")));

    peer.press(5);

    QVERIFY(m_seat->wait<Pressed>());
    QTRY_VERIFY(!peer.heard.empty()); // the sound comes back to where the press came from
}

void tst_Telephony::ignoresStrangersInTheSound()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    peer.press(1);
    QVERIFY(m_seat->wait<Pressed>());
    QUdpSocket stranger;
    QVERIFY(stranger.bind(QHostAddress::LocalHost));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped an RTP packet from a stranger"_s));

    peer.sendRtp(QByteArray::fromHex("80e0000500001f4099999999") + QByteArray::fromHex("090a00a0"), &stranger);
    peer.press(2);

    QVERIFY(m_seat->wait<Pressed>(2));
    QCOMPARE(m_seat->keys(), u"12"_s);
}

void tst_Telephony::boundsPresses()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a key pressed faster"_s));

    for (int n = 0; n < 100; ++n) {
        peer.sendEvent(5, 160, false, 1000 * static_cast<quint32>(n), static_cast<quint16>(n), true);
    }
    QVERIFY(m_seat->wait<Pressed>(16));
    peer.request("BYE");

    QVERIFY(m_seat->wait<LineWentAway>());
    QVERIFY(m_seat->keys().size() < 30);
}

void tst_Telephony::survivesBadRtp()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a key packet that is none"_s));
    const QByteArray header = QByteArray::fromHex("8060000100001f4011111111");

    for (const QByteArray &packet :
         {QByteArray(), "\x80"_ba, header.first(11), header, header + "\5"_ba, QByteArray(12, '\xff'),
          QByteArray::fromHex("8f60000100001f4011111111"), // fifteen sources that are not there
          QByteArray::fromHex("9060000100001f40111111110000ffff"), // an extension longer than the packet
          QByteArray::fromHex("a060000100001f4011111111050a00a0"), // padding that says nothing
          QByteArray::fromHex("4060000100001f4011111111050a00a0"), // version 1
          QByteArray(2000, '\x80'), QByteArray(9000, 'x')}) {
        peer.sendRtp(packet);
    }
    peer.press(6);

    QVERIFY(m_seat->wait<Pressed>());
    QTRY_VERIFY(m_seat->keys().endsWith('6'_L1));
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

void tst_Telephony::byeEndsACall_data() { answersOverBothTransports_data(); }

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

    cleanup();

    QVERIFY(!answered.wait("BYE").isEmpty());
    QVERIFY(!ringing.wait("SIP/2.0 480").isEmpty());
}

void tst_Telephony::portInUseIsAnError_data() { answersOverBothTransports_data(); }

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

    if (transport == Transport::Tcp) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped .* libre complained of"_s));
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
