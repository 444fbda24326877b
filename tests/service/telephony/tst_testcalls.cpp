// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/g711.h"
#include "tests/service/telephony/telephonefixture.h"

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// Calls which only try whether calls get through: to urn:service:test.sos.
class tst_TestCalls : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void isAnsweredAndEnds_data();
    void isAnsweredAndEnds();
    void sendsThreePacketsBack_data() { transports(); }
    void sendsThreePacketsBack();
    void isAMirrorForWhoAsks();
    void letsTheOtherSideOffer();
    void isRefusedAgain();
    void mayBeRepeatedLater();
    void everybodyMayTry();
    void onlyAFewAtOnce();
    void worksWhileAllLinesAreBusy();
    void cannotBeHeardIsRefused();
    void isNoTest_data();
    void isNoTest();

private:
    /// A call that goes to \a target, from a number of its own.
    [[nodiscard]] std::unique_ptr<SipPeer> caller(const QByteArray &target = "urn:service:test.sos",
                                                  Transport transport = Transport::Udp)
    {
        auto peer = std::make_unique<SipPeer>(transport, m_telephony->port());
        peer->called = target;
        return peer;
    }
    [[nodiscard]] bool isBye(SipPeer &peer)
    {
        const QByteArray bye = peer.wait("BYE");
        peer.respond(bye, "200 OK");
        return !bye.isEmpty();
    }
};

void tst_TestCalls::init()
{
    QTest::failOnWarning();
    begin({.port = 0});
}

// Whatever was done, nobody at a desk has seen it.
void tst_TestCalls::cleanup()
{
    const bool isKnown = m_seat && !m_seat->all<Rang>().empty();
    const bool isMeant = qstrcmp(QTest::currentTestFunction(), "isNoTest") == 0
        || qstrcmp(QTest::currentTestFunction(), "worksWhileAllLinesAreBusy") == 0;
    end();
    QVERIFY(!isKnown || isMeant);
}

void tst_TestCalls::isAnsweredAndEnds_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("police and all") << "urn:service:test.sos"_ba;
    QTest::newRow("police") << "urn:service:test.sos.police"_ba;
    QTest::newRow("any letters") << "URN:service:TEST.sos"_ba;
}

void tst_TestCalls::isAnsweredAndEnds()
{
    QFETCH(const QByteArray, target);
    const auto peer = caller(target);

    peer->invite();

    const QByteArray answer = peer->wait("SIP/2.0 200");
    QVERIFY2(answer.contains("RTP/AVP 0 8\r\n"), answer.constData());
    QVERIFY(!answer.contains("loopback"));
    peer->acknowledge();
    QVERIFY(isBye(*peer)); // without a sound
    QVERIFY(peer->heard.empty());
}

void tst_TestCalls::sendsThreePacketsBack()
{
    QFETCH(const Transport, transport);
    const auto peer = caller("urn:service:test.sos", transport);
    const std::vector<qint16> sound = test::chirp(160 * 8);
    peer->invite();
    QVERIFY(!peer->wait("SIP/2.0 200").isEmpty());
    peer->acknowledge();
    peer->request("OPTIONS"); // the acknowledgement has come when this is answered
    QVERIFY(!peer->wait("SIP/2.0").isEmpty());

    peer->say(sound);

    QVERIFY(isBye(*peer));
    QTRY_COMPARE(peer->heard.size(), 3);
    for (size_t n = 0; n < 3; ++n) {
        QCOMPARE(peer->heard[n].type, 0);
        QCOMPARE(peer->heard[n].timestamp, 8000 + 160 * n);
        QCOMPARE(peer->heard[n].payload.size(), 160);
        QCOMPARE(peer->heard[n].payload.front(), static_cast<char>(hearing::encoded(sound[160 * n], hearing::Law::Mu)));
    }
}

void tst_TestCalls::isAMirrorForWhoAsks()
{
    const auto peer = caller();

    peer->invite({}, peer->offer("0 8") + "a=loopback:rtp-pkt-loopback rtp-media-loopback\r\na=loopback-source\r\n");

    const QByteArray answer = peer->wait("SIP/2.0 200");
    QVERIFY2(answer.contains("a=loopback:rtp-media-loopback\r\n"), answer.constData());
    QVERIFY(answer.contains("a=loopback-mirror\r\n"));
    peer->acknowledge();
    QVERIFY(isBye(*peer));
}

void tst_TestCalls::letsTheOtherSideOffer()
{
    const auto peer = caller();
    peer->invite({}, {});

    QVERIFY(peer->wait("SIP/2.0 200").contains("RTP/AVP 8 0\r\n"));
    peer->acknowledge(peer->offer("0"));
    peer->request("OPTIONS");
    QVERIFY(!peer->wait("SIP/2.0").isEmpty());
    peer->say(test::chirp(160 * 3));

    QVERIFY(isBye(*peer));
    QTRY_COMPARE(peer->heard.size(), 3);
}

void tst_TestCalls::isRefusedAgain()
{
    const auto first = caller();
    first->invite();
    QVERIFY(!first->wait("SIP/2.0 200").isEmpty());
    first->acknowledge();
    QVERIFY(isBye(*first));

    const auto second = caller();
    second->invite();

    QVERIFY(!second->wait("SIP/2.0 486").isEmpty());
}

void tst_TestCalls::mayBeRepeatedLater()
{
    begin({.port = 0, .testCallPause = 1ms});
    const auto first = caller();
    first->invite();
    QVERIFY(!first->wait("SIP/2.0 200").isEmpty());
    first->acknowledge();
    QVERIFY(isBye(*first));

    const auto second = caller();
    second->invite();

    QVERIFY(!second->wait("SIP/2.0 200").isEmpty());
}

void tst_TestCalls::everybodyMayTry()
{
    const auto first = caller();
    first->invite();
    QVERIFY(!first->wait("SIP/2.0 200").isEmpty());

    const auto second = caller();
    second->number = "01055555555";
    second->invite();

    QVERIFY(!second->wait("SIP/2.0 200").isEmpty());
}

void tst_TestCalls::onlyAFewAtOnce()
{
    std::vector<std::unique_ptr<SipPeer>> callers;
    for (int n = 0; n < 10; ++n) {
        callers.push_back(caller());
        callers.back()->number = "0105555000" + QByteArray::number(n);
        callers.back()->invite();
        QVERIFY(!callers.back()->wait("SIP/2.0 200").isEmpty());
    }

    const auto late = caller();
    late->invite();

    QVERIFY(!late->wait("SIP/2.0 486").isEmpty());
}

void tst_TestCalls::worksWhileAllLinesAreBusy()
{
    begin({.port = 0, .mostLines = 1});
    SipPeer real(Transport::Udp, m_telephony->port());
    QVERIFY(call(real));

    const auto peer = caller();
    peer->invite();

    QVERIFY(!peer->wait("SIP/2.0 200").isEmpty());
    QCOMPARE(m_seat->all<Rang>().size(), 1);
    real.press(5);
    QVERIFY(m_seat->wait<Pressed>());
}

void tst_TestCalls::cannotBeHeardIsRefused()
{
    const auto peer = caller();

    peer->invite({}, peer->offer("18"));

    QVERIFY(!peer->wait("SIP/2.0 488").isEmpty());
}

void tst_TestCalls::isNoTest_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("emergency") << "urn:service:sos"_ba;
    QTest::newRow("emergency police") << "urn:service:sos.police"_ba;
    QTest::newRow("something else") << "urn:service:test.sosumi"_ba;
    QTest::newRow("as a user") << "sip:test.sos@127.0.0.1"_ba;
}

void tst_TestCalls::isNoTest()
{
    QFETCH(const QByteArray, target);
    const auto peer = caller(target);

    peer->invite();

    QVERIFY(m_seat->wait<Rang>());
    QVERIFY(!peer->wait("SIP/2.0 180").isEmpty());
}

QTEST_GUILESS_MAIN(tst_TestCalls)
#include "tst_testcalls.moc"
