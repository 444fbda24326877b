// SPDX-License-Identifier: Apache-2.0
#include "tests/service/hearing/g711decoded.h"
#include "tests/service/telephony/telephonefixture.h"

#include <cmath>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::telephony;
using knock::hearing::Law;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// What is said and pressed in a call, packet by packet.
class tst_TelephonySound : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(record()); }
    void init();
    void cleanup() { end(); }

    void answersWithWhatWasOffered_data();
    void answersWithWhatWasOffered();
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
};

namespace {

std::vector<int> soundOf(const SipPeer &peer, size_t fromPacket = 0)
{
    std::vector<int> samples;
    for (size_t n = fromPacket; n < peer.heard.size(); ++n) {
        for (const char byte : peer.heard[n].payload) {
            samples.push_back(test::decoded(static_cast<quint8>(byte), peer.heard[n].type == 0 ? Law::Mu : Law::A));
        }
    }
    return samples;
}

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

void tst_TelephonySound::init()
{
    QTest::failOnWarning();
    begin({.port = 0, .promptFile = prompt()});
}

void tst_TelephonySound::answersWithWhatWasOffered_data()
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

void tst_TelephonySound::answersWithWhatWasOffered()
{
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, answered);
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite({}, peer.offer(offered));
    m_seat->answer();
    const QByteArray answer = peer.wait("SIP/2.0 200");

    QVERIFY2(answer.contains(answered + "\r\n"), answer.constData());
}

void tst_TelephonySound::offersWhenNothingWasOffered()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite({}, {});
    m_seat->answer();

    const QByteArray offer = peer.wait("SIP/2.0 200");
    QVERIFY2(offer.contains("RTP/AVP 8 0 107 101\r\n"), offer.constData());
    peer.acknowledge(peer.offer("8 96"));

    QTRY_VERIFY(peer.heard.size() >= 3);
    QCOMPARE(peer.heard.front().type, 8);
    peer.press(4);
    QVERIFY(m_seat->wait<Pressed>());
    QCOMPARE(m_seat->keys(), u"4"_s);
}

void tst_TelephonySound::sendsSilenceUntilAsked()
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

void tst_TelephonySound::callerHearsThePrompt_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<QByteArray>("format");
    QTest::newRow("PCMU, UDP") << Transport::Udp << "0"_ba;
    QTest::newRow("PCMA, UDP") << Transport::Udp << "8"_ba;
    QTest::newRow("PCMU, TCP") << Transport::Tcp << "0 96"_ba;
    QTest::newRow("PCMA, TCP") << Transport::Tcp << "8 96"_ba;
}

void tst_TelephonySound::callerHearsThePrompt()
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

void tst_TelephonySound::secondPromptBeginsAnew()
{
    // Long enough to be in its middle however busy the machine is.
    QFile file(m_folder.filePath(u"long.wav"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(test::wav(std::vector<qint16>(3 * 8000, 9000)));
    file.close();
    begin({.port = 0, .promptFile = file.fileName()});
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));
    const auto loudPackets = [&peer] {
        return std::ranges::count_if(peer.heard, [](const auto &packet) { return packet.payload.front() != '\xff'; });
    };
    m_seat->playPrompt();
    QTRY_VERIFY(loudPackets() >= 5);

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<PromptPlayed>(1, 20'000));
    QTRY_VERIFY(loudPackets() >= 155); // the whole of it, after what was heard before
    QCOMPARE(m_seat->all<PromptPlayed>().size(), 1);
}

void tst_TelephonySound::withoutAPromptTheWindowOpensAtOnce()
{
    begin({.port = 0});
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    m_seat->playPrompt();

    QVERIFY(m_seat->wait<PromptPlayed>());
}

void tst_TelephonySound::holdStopsTheSound()
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

void tst_TelephonySound::keepsTheCallWhenANewOfferIsUnusable()
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
    peer.invite({}, {});
    const QByteArray offer = peer.wait("SIP/2.0 200");
    QVERIFY2(offer.contains("RTP/AVP 0 8 96\r\n"), offer.constData());
    peer.acknowledge(peer.offer());
}

void tst_TelephonySound::hearsEachPressOnce()
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

void tst_TelephonySound::tellsWhenThePressBegan()
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

void tst_TelephonySound::hearsAPressFromBehindAnAddressTranslator()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    const QByteArray port = QByteArray::number(peer.rtpPort());
    QVERIFY(call(peer, peer.offer().replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.9.9.9")));

    peer.press(5);

    QVERIFY(m_seat->wait<Pressed>());
    QTRY_VERIFY(!peer.heard.empty()); // the sound comes back to where the press came from
}

void tst_TelephonySound::ignoresStrangersInTheSound()
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

void tst_TelephonySound::boundsPresses()
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

void tst_TelephonySound::survivesBadRtp()
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

QTEST_GUILESS_MAIN(tst_TelephonySound)
#include "tst_telephonysound.moc"
