// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;

/// Calls that go out, to a trunk written by hand.
class tst_CallBack : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(record()); }
    void init();
    void cleanup() { end(); }

    void callsBy112();
    void isALineLikeAnyOther();
    void whoIsCalledHangsUp();
    void nobodyTakesIt_data();
    void nobodyTakesIt();
    void ringsNotForEver();
    void isTakenBackBeforeTheAnswer();
    void isTakenBackInTheMomentOfTheAnswer();
    void isHungUpAfterTheAnswer();
    void firstOfSeveralPhonesHasTheCall();
    void withoutATrunkNothingGoesOut();
    void noNumberIsNoCall();
    void goesOutOnlyWhileALineIsFree();
    void showsWhoWeAre();
    void doesNotShowItForEver();

private:
    void dial(telephony::Configuration configuration = {});
    [[nodiscard]] LineId line() const { return m_seat->all<Dialled>().front().line; }
    [[nodiscard]] bool pickUp();
    [[nodiscard]] bool hasEnded(LineEnd how) const
    {
        return m_seat->wait<LineWentAway>() && m_seat->all<LineWentAway>().front().line == line()
            && m_seat->all<LineWentAway>().front().how == how;
    }

    std::optional<SipPeer> m_trunk;
    QByteArray m_invite;
};

void tst_CallBack::init()
{
    QTest::failOnWarning();
    begin({.port = 0, .promptFile = prompt()});
}

void tst_CallBack::dial(telephony::Configuration configuration)
{
    m_trunk.emplace(SipPeer::Transport::Udp, quint16(0));
    configuration.port = 0;
    configuration.promptFile = prompt();
    configuration.trunk.host = u"127.0.0.1:%1"_s.arg(m_trunk->port());
    begin(configuration);
    m_trunk->setTarget(m_telephony->port());
    m_telephony->perform(DialLine{IncidentId{7}, u"01012345678"_s});
    m_invite = m_trunk->wait("INVITE");
    m_trunk->takeCall(m_invite);
}

bool tst_CallBack::pickUp()
{
    m_trunk->respond(m_invite, "200 OK", {.description = m_trunk->offer("8 96")});
    return !m_trunk->wait("ACK").isEmpty() && m_seat->wait<LineAnswered>();
}

void tst_CallBack::callsBy112()
{
    dial();

    QVERIFY(m_seat->wait<Dialled>());
    QCOMPARE(m_seat->all<Dialled>().front().incident, IncidentId{7});
    const QByteArray host = "127.0.0.1:" + QByteArray::number(m_trunk->port());
    QVERIFY2(m_invite.startsWith("INVITE sip:01012345678@" + host + " SIP/2.0\r\n"), m_invite.constData());
    QVERIFY(m_invite.contains("\r\nFrom: <sip:112@" + host + ">;tag="));
    QVERIFY(m_invite.contains("\r\nP-Asserted-Identity: <sip:112@" + host + ">\r\n"));
    QVERIFY(m_invite.contains("\r\nPriority: psap-callback\r\n"));
    QVERIFY(m_invite.contains("RTP/AVP 8 0 107 101\r\n"));
}

void tst_CallBack::isALineLikeAnyOther()
{
    dial();
    m_trunk->respond(m_invite, "100 Trying");
    m_trunk->respond(m_invite, "180 Ringing");
    QVERIFY(m_seat->all<LineAnswered>().empty());

    QVERIFY(pickUp());

    QCOMPARE(m_seat->all<LineAnswered>().front().line, line());
    QTRY_VERIFY(m_trunk->heard.size() >= 3);
    m_trunk->press(5);
    m_trunk->request("INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=9\r\n");
    QVERIFY(m_seat->wait<Pressed>(2));
    QCOMPARE(m_seat->keys(), u"59"_s);
    m_telephony->perform(PlayPrompt{line()});
    QVERIFY(m_seat->wait<PromptPlayed>());
    m_telephony->perform(AnswerLine{line()});
    m_trunk->request("OPTIONS");
    QVERIFY(!m_trunk->wait("SIP/2.0 200").isEmpty());
    QVERIFY(m_seat->all<LineWentAway>().empty());
}

void tst_CallBack::whoIsCalledHangsUp()
{
    dial();
    QVERIFY(pickUp());

    m_trunk->request("BYE");

    QVERIFY(!m_trunk->wait("SIP/2.0 200").isEmpty());
    QVERIFY(hasEnded(LineEnd::HungUp));
}

void tst_CallBack::nobodyTakesIt_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("busy") << "486 Busy Here"_ba;
    QTest::newRow("no answer") << "480 Temporarily Unavailable"_ba;
    QTest::newRow("no such number") << "404 Not Found"_ba;
    QTest::newRow("declined") << "603 Decline"_ba;
    QTest::newRow("broken") << "503 Service Unavailable"_ba;
    QTest::newRow("wants a word we do not have") << "407 Proxy Authentication Required"_ba;
}

void tst_CallBack::nobodyTakesIt()
{
    QFETCH(const QByteArray, answer);
    dial();
    m_trunk->respond(m_invite, "180 Ringing");

    m_trunk->respond(m_invite, answer, {.headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"});

    QVERIFY(!m_trunk->wait("ACK").isEmpty());
    QVERIFY(hasEnded(LineEnd::Unreached));
}

void tst_CallBack::ringsNotForEver()
{
    dial({.longestRing = std::chrono::milliseconds(100)});
    m_trunk->respond(m_invite, "180 Ringing");

    const QByteArray cancel = m_trunk->wait("CANCEL");

    QVERIFY(!cancel.isEmpty());
    m_trunk->respond(cancel, "200 OK");
    m_trunk->respond(m_invite, "487 Request Terminated");
    QVERIFY(hasEnded(LineEnd::Unreached));
}

void tst_CallBack::isTakenBackBeforeTheAnswer()
{
    dial();
    m_trunk->respond(m_invite, "180 Ringing");
    QVERIFY(m_seat->wait<Dialled>());

    m_telephony->perform(ReleaseLine{line()});

    const QByteArray cancel = m_trunk->wait("CANCEL");
    QVERIFY(!cancel.isEmpty());
    m_trunk->respond(cancel, "200 OK");
    m_trunk->respond(m_invite, "487 Request Terminated");
    QVERIFY(hasEnded(LineEnd::Released));
    QVERIFY(!m_trunk->wait("ACK").isEmpty());
}

void tst_CallBack::isTakenBackInTheMomentOfTheAnswer()
{
    dial();
    m_trunk->respond(m_invite, "180 Ringing");
    QVERIFY(m_seat->wait<Dialled>());
    m_telephony->perform(ReleaseLine{line()});
    const QByteArray cancel = m_trunk->wait("CANCEL");
    QVERIFY(!cancel.isEmpty());

    m_trunk->respond(m_invite, "200 OK", {.description = m_trunk->offer("8 96")});

    QVERIFY(!m_trunk->wait("ACK").isEmpty());
    QVERIFY(!m_trunk->wait("BYE").isEmpty());
    QVERIFY(hasEnded(LineEnd::Released));
    QVERIFY(m_seat->all<LineAnswered>().empty());
}

void tst_CallBack::isHungUpAfterTheAnswer()
{
    dial();
    QVERIFY(pickUp());

    m_telephony->perform(ReleaseLine{line()});

    const QByteArray bye = m_trunk->wait("BYE");
    QVERIFY(!bye.isEmpty());
    m_trunk->respond(bye, "200 OK");
    QVERIFY(hasEnded(LineEnd::Released));
}

// A proxy may ring several phones, and each of them rings back with a tag of its own (RFC 3261, 12.1).
void tst_CallBack::firstOfSeveralPhonesHasTheCall()
{
    dial();
    m_trunk->respond(m_invite, "180 Ringing", {.tag = "one"});
    m_trunk->respond(m_invite, "183 Session Progress", {.description = m_trunk->offer("0 96"), .tag = "two"});
    m_trunk->respond(m_invite, "180 Ringing", {.tag = "three"});

    m_trunk->respond(m_invite, "200 OK", {.description = m_trunk->offer("8 96")});

    QVERIFY(m_trunk->wait("ACK").contains("tag=peer"));
    QVERIFY(m_seat->wait<LineAnswered>());
    QTRY_VERIFY(m_trunk->heard.size() >= 3);
    QCOMPARE(m_trunk->heard.front().type, 8);
    m_trunk->request("BYE");
    QVERIFY(hasEnded(LineEnd::HungUp));
}

void tst_CallBack::withoutATrunkNothingGoesOut()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be called: .*no trunk is set"_s));

    m_telephony->perform(DialLine{IncidentId{7}, u"01012345678"_s});

    QVERIFY(m_seat->wait<LineWentAway>());
    QVERIFY(std::holds_alternative<Dialled>(m_seat->inputs.front()));
    QVERIFY(hasEnded(LineEnd::Unreached));
}

void tst_CallBack::noNumberIsNoCall()
{
    begin({.port = 0, .trunk = {.host = u"127.0.0.1:9"_s}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be called: .*not a number"_s));

    m_telephony->perform(DialLine{IncidentId{7}, u"112@elsewhere"_s});

    QVERIFY(hasEnded(LineEnd::Unreached));
}

void tst_CallBack::goesOutOnlyWhileALineIsFree()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be called: .*no line is free"_s));
    dial({.mostLines = 1});

    m_telephony->perform(DialLine{IncidentId{8}, u"01012345678"_s});

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().line, m_seat->all<Dialled>().back().line);
    QVERIFY(m_seat->all<LineWentAway>().front().line != line());
}

void tst_CallBack::showsWhoWeAre()
{
    dial({.trunk = {.user = u"knock"_s, .password = u"secret"_s}});

    m_trunk->respond(m_invite, "407 Proxy Authentication Required",
                     {.headers = "Proxy-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\"\r\n"});
    const QByteArray again = m_trunk->wait("INVITE");

    QVERIFY(again.contains("Proxy-Authorization: Digest username=\"knock\", realm=\"pbx\", nonce=\"n1\""));
    QVERIFY(!again.contains("secret"));
    m_invite = again;
    m_trunk->takeCall(m_invite);
    m_trunk->respond(m_invite, "200 OK", {.description = m_trunk->offer("8 96")});
    QVERIFY(m_seat->wait<LineAnswered>());
}

void tst_CallBack::doesNotShowItForEver()
{
    dial({.trunk = {.user = u"knock"_s, .password = u"wrong"_s}});
    const QByteArray challenge = "Proxy-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\"\r\n";

    m_trunk->respond(m_invite, "407 Proxy Authentication Required", {.headers = challenge});
    m_trunk->respond(m_trunk->wait("INVITE"), "407 Proxy Authentication Required", {.headers = challenge});

    QVERIFY(hasEnded(LineEnd::Unreached));
}

QTEST_GUILESS_MAIN(tst_CallBack)
#include "tst_callback.moc"
