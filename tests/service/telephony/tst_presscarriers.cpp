// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/keytones.h"
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::keyTones;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// Keys as callers' phones and gateways send them: by packet, by message, as tones, and by several at once.
class tst_PressCarriers : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(record()); }
    void init();
    void cleanup() { end(); }

    void hearsKeysByInfo_data() { transports(); }
    void hearsKeysByInfo();
    void countsARepeatedInfoOnce();
    void answersEveryInfo_data();
    void answersEveryInfo();
    void hearsKeysInTheSound_data();
    void hearsKeysInTheSound();
    void hearsKeysThroughLossAndDisorder();
    void hearsAPressByAllWaysOnce();
    void asksWhoWaits();
    void answeringCutsTheWaitingPromptOff();
    void cannotAskWhoOffersNothing();

private:
    void info(SipPeer &peer, const QByteArray &body, const QByteArray &type = "application/dtmf-relay")
    {
        peer.request("INFO", "Content-Type: " + type + "\r\n", body);
    }
    [[nodiscard]] QString carriers() const
    {
        QString all;
        for (const Pressed &press : m_seat->all<Pressed>())
            all += u"eit"_s[int(press.carrier)];
        return all;
    }
};

void tst_PressCarriers::init()
{
    QTest::failOnWarning();
    begin({.port = 0, .promptFile = prompt()});
}

void tst_PressCarriers::hearsKeysByInfo()
{
    QFETCH(const SipPeer::Transport, transport);
    SipPeer peer(transport, m_telephony->port());
    QVERIFY(call(peer));

    info(peer, "Signal=5\r\nDuration=160\r\n");
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    info(peer, "#", "application/dtmf");
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());

    QVERIFY(m_seat->wait<Pressed>(2));
    QCOMPARE(m_seat->keys(), u"5#"_s);
    QCOMPARE(carriers(), u"ii"_s);
    QVERIFY(!m_seat->all<Pressed>().front().level);
}

// SIP over UDP sends a request again whose answer was lost; it is the same press.
void tst_PressCarriers::countsARepeatedInfoOnce()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    info(peer, "Signal=5\r\n");
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.repeat();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    info(peer, "Signal=9\r\n");

    QVERIFY(m_seat->wait<Pressed>(2));
    QCOMPARE(m_seat->keys(), u"59"_s);
}

void tst_PressCarriers::answersEveryInfo_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("nothing") << "application/dtmf-relay"_ba << ""_ba << "SIP/2.0 200"_ba;
    QTest::newRow("no key") << "application/dtmf-relay"_ba << "Duration=160\r\n"_ba << "SIP/2.0 400"_ba;
    QTest::newRow("another type") << "application/media_control+xml"_ba << "<x/>"_ba << "SIP/2.0 415"_ba;
    QTest::newRow("bytes") << "application/dtmf"_ba << QByteArray(3000, '\xff') << "SIP/2.0 400"_ba;
}

void tst_PressCarriers::answersEveryInfo()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, answer);
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    info(peer, body, type);

    QVERIFY(!peer.wait(answer).isEmpty());
    QVERIFY(m_seat->all<Pressed>().empty());
}

void tst_PressCarriers::hearsKeysInTheSound_data()
{
    QTest::addColumn<hearing::KeyEar::Kind>("ear");
    QTest::newRow("own") << hearing::KeyEar::Kind::Own;
    QTest::newRow("spandsp") << hearing::KeyEar::Kind::Spandsp;
}

void tst_PressCarriers::hearsKeysInTheSound()
{
    QFETCH(const hearing::KeyEar::Kind, ear);
    if (!hearing::KeyEar::exists(ear))
        QSKIP("this build has no such detector: libspandsp-dev was not installed");
    begin({.port = 0, .promptFile = prompt(), .ear = ear});
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    for (const char key : {'5', '5', '0', '#', 'D'})
        peer.say(keyTones(key, 100, 80));
    peer.say(std::vector<qint16>(800));

    QVERIFY(m_seat->wait<Pressed>(5));
    QCOMPARE(m_seat->keys(), u"550#D"_s);
    QCOMPARE(carriers(), u"ttttt"_s);
    const std::optional<Dbm0> level = m_seat->all<Pressed>().front().level;
    QVERIFY(level && std::abs(level->value + 10) < 1);
}

void tst_PressCarriers::hearsKeysThroughLossAndDisorder()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.say(keyTones('5', 120, 80), {0, 1, 2, 3, 4, 6, 5, 7, 9}); // two exchanged, one lost
    peer.say(std::vector<qint16>(1600));

    QVERIFY(m_seat->wait<Pressed>());
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->keys(), u"5"_s);
}

void tst_PressCarriers::hearsAPressByAllWaysOnce()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer));

    peer.say(keyTones('5', 60, 100));
    QVERIFY(m_seat->wait<Pressed>());
    peer.press(5);
    info(peer, "Signal=5\r\n");
    QVERIFY(m_seat->wait<PressedToo>(2));
    peer.press(9);

    QVERIFY(m_seat->wait<Pressed>(2));
    QCOMPARE(m_seat->keys(), u"59"_s);
    QCOMPARE(carriers(), u"te"_s);
    for (const PressedToo &too : m_seat->all<PressedToo>())
        QCOMPARE(too.press, m_seat->all<Pressed>().front().press);
}

void tst_PressCarriers::asksWhoWaits()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(m_seat->wait<Rang>());

    m_telephony->perform(AskWhileWaiting{m_seat->line()});

    const QByteArray progress = peer.wait("SIP/2.0 183");
    QVERIFY2(progress.contains("m=audio"), progress.constData());
    QVERIFY(m_seat->wait<PromptBegan>());
    QVERIFY(m_seat->wait<PromptPlayed>());
    peer.press(5);
    peer.say(keyTones('9', 100, 100));
    info(peer, "Signal=1\r\n");
    QVERIFY(m_seat->wait<Pressed>(2));
    // Ring-back comes after the prompt; it is not silence.
    QTRY_VERIFY(!peer.heard.empty() && peer.heard.back().payload != QByteArray(160, '\xff'));

    m_seat->answer();
    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    QTRY_COMPARE(peer.heard.back().payload, QByteArray(160, '\xff'));
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
}

void tst_PressCarriers::answeringCutsTheWaitingPromptOff()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite();
    QVERIFY(m_seat->wait<Rang>());
    m_telephony->perform(AskWhileWaiting{m_seat->line()});
    m_telephony->perform(AnswerLine{m_seat->line()});

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    QTRY_VERIFY(peer.heard.size() >= 20);

    QVERIFY(m_seat->all<PromptPlayed>().empty());
    m_seat->playPrompt();
    QVERIFY(m_seat->wait<PromptPlayed>());
}

void tst_PressCarriers::cannotAskWhoOffersNothing()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.invite({}, {});
    QVERIFY(m_seat->wait<Rang>());

    m_telephony->perform(AskWhileWaiting{m_seat->line()});
    m_seat->answer();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(!peer.hasReceived("SIP/2.0 183"));
}

QTEST_GUILESS_MAIN(tst_PressCarriers)
#include "tst_presscarriers.moc"
