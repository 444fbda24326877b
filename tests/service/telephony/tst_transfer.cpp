// SPDX-License-Identifier: Apache-2.0
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// Callers passed on to another number (REFER).
class tst_Transfer : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(record()); }
    void init();
    void cleanup() { end(); }

    void asksTheCallersSide_data() { transports(); }
    void asksTheCallersSide();
    void goesByTheTrunk();
    void isDoneWhenTheOtherNumberAnswers();
    void isDoneThoughTheWordComesFirst();
    void isRefused_data();
    void isRefused();
    void theOtherNumberDoesNotAnswer_data();
    void theOtherNumberDoesNotAnswer();
    void nothingIsHeardOfIt();
    void isDoneAfterAll();
    void canBeTriedAgain();
    void callerLeavesMeanwhile();
    void isEndedFromHere();
    void showsWhoWeAreToTheTrunkOnly_data();
    void showsWhoWeAreToTheTrunkOnly();
    void onlyWhoIsAnsweredIsPassedOn();
    void wordsOfNoTransferAreRefused_data();
    void wordsOfNoTransferAreRefused();

private:
    void begin(telephony::Configuration configuration = {})
    {
        configuration.port = 0;
        configuration.promptFile = prompt();
        TelephoneFixture::begin(configuration);
        m_peer.emplace(Transport::Udp, m_telephony->port());
    }
    /// The caller is asked to call the number.
    [[nodiscard]] QByteArray refer()
    {
        m_telephony->perform(TransferLine{m_seat->line(), u"119"_s});
        return m_peer->wait("REFER");
    }
    [[nodiscard]] bool pass() // accepted, and begun
    {
        if (!call(*m_peer)) {
            return false;
        }
        const QByteArray request = refer();
        m_peer->respond(request, "202 Accepted");
        return !request.isEmpty();
    }
    [[nodiscard]] bool notify(const QByteArray &fragment, const QByteArray &state = "active;expires=60")
    {
        m_peer->request("NOTIFY",
                        "Event: refer\r\nSubscription-State: " + state + "\r\nContent-Type: message/sipfrag\r\n",
                        fragment);
        return !m_peer->wait("SIP/2.0 200").isEmpty();
    }
    [[nodiscard]] bool hasFailed(Error::Kind why, size_t count = 1) const
    {
        return m_seat->wait<TransferRefused>(count) && m_seat->all<TransferRefused>().size() == count
            && m_seat->all<TransferRefused>().back().line == m_seat->line()
            && m_seat->all<TransferRefused>().back().why.kind == why;
    }
    [[nodiscard]] bool hasEnded(LineEnd how) const
    {
        return m_seat->wait<LineWentAway>() && m_seat->all<LineWentAway>().front().how == how;
    }
    /// The caller is still here, and is heard.
    [[nodiscard]] bool goesOn()
    {
        const size_t before = m_seat->all<Pressed>().size();
        m_peer->press(5);
        return m_seat->wait<Pressed>(before + 1) && m_seat->all<LineWentAway>().empty();
    }

    std::optional<SipPeer> m_peer;
};

void tst_Transfer::init()
{
    QTest::failOnWarning();
    begin();
}

void tst_Transfer::asksTheCallersSide()
{
    QFETCH(const Transport, transport);
    m_peer.emplace(transport, m_telephony->port());
    QVERIFY(call(*m_peer));

    const QByteArray request = refer();

    QVERIFY2(request.contains("\r\nRefer-To: <sip:119@127.0.0.1:"), request.constData());
    QVERIFY(request.contains("\r\nContact: <sip:112@127.0.0.1"));
    QVERIFY(goesOn());
}

void tst_Transfer::goesByTheTrunk()
{
    begin({.trunk = {.host = u"pbx.example"_s, .parameters = u";transport=tcp"_s}});
    QVERIFY(call(*m_peer));

    const QByteArray request = refer();

    QVERIFY2(request.contains("\r\nRefer-To: <sip:119@pbx.example;transport=tcp>\r\n"), request.constData());
    QVERIFY(request.contains("\r\nReferred-By: <sip:112@pbx.example>\r\n"));
}

void tst_Transfer::isDoneWhenTheOtherNumberAnswers()
{
    QVERIFY(pass());

    QVERIFY(notify("SIP/2.0 100 Trying\r\n"));
    QVERIFY(notify("SIP/2.0 180 Ringing\r\n"));
    QVERIFY(goesOn());
    QVERIFY(notify("SIP/2.0 200 OK\r\n", "terminated;reason=noresource"));

    const QByteArray bye = m_peer->wait("BYE");
    QVERIFY(!bye.isEmpty());
    m_peer->respond(bye, "200 OK");
    QVERIFY(hasEnded(LineEnd::Transferred));
    QVERIFY(m_seat->all<TransferRefused>().empty());
}

// A proxy may let a NOTIFY overtake the answer to the REFER.
void tst_Transfer::isDoneThoughTheWordComesFirst()
{
    QVERIFY(call(*m_peer));
    QVERIFY(!refer().isEmpty());

    QVERIFY(notify("SIP/2.0 100 Trying\r\n"));
    QVERIFY(notify("SIP/2.0 200 OK\r\n", "terminated"));

    QVERIFY(hasEnded(LineEnd::Transferred));
}

void tst_Transfer::isRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("not understood") << "405 Method Not Allowed"_ba;
    QTest::newRow("not wanted") << "603 Decline"_ba;
    QTest::newRow("challenged") << "401 Unauthorized"_ba;
    QTest::newRow("redirected") << "302 Moved Temporarily"_ba;
}

void tst_Transfer::isRefused()
{
    QFETCH(const QByteArray, answer);
    QVERIFY(call(*m_peer));

    m_peer->respond(refer(), answer);

    QVERIFY(hasFailed(Error::Kind::Refused));
    QVERIFY(goesOn());
}

void tst_Transfer::theOtherNumberDoesNotAnswer_data()
{
    QTest::addColumn<QByteArray>("fragment");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<Error::Kind>("why");
    const QByteArray over = "terminated;reason=noresource";
    QTest::newRow("busy") << "SIP/2.0 486 Busy Here\r\n"_ba << over << Error::Kind::Refused;
    QTest::newRow("unknown") << "SIP/2.0 404 Not Found\r\n"_ba << over << Error::Kind::NotFound;
    QTest::newRow("moved") << "SIP/2.0 302 Moved\r\n"_ba << over << Error::Kind::Refused;
    QTest::newRow("declined, and not over") << "SIP/2.0 603 Decline\r\n"_ba
                                            << "active"_ba << Error::Kind::Refused;
    QTest::newRow("over without a word") << ""_ba << over << Error::Kind::Unreachable;
    QTest::newRow("over while ringing") << "SIP/2.0 180 Ringing\r\n"_ba << over << Error::Kind::Unreachable;
    QTest::newRow("nonsense") << "\xff\xfe 200"_ba << over << Error::Kind::Unreachable;
    QTest::newRow("a number too long") << "SIP/2.0 2000 OK"_ba << over << Error::Kind::Unreachable;
}

void tst_Transfer::theOtherNumberDoesNotAnswer()
{
    QFETCH(const QByteArray, fragment);
    QFETCH(const QByteArray, state);
    QFETCH(const Error::Kind, why);
    QVERIFY(pass());

    QVERIFY(notify(fragment, state));

    QVERIFY(hasFailed(why));
    QVERIFY(goesOn());
}

void tst_Transfer::nothingIsHeardOfIt()
{
    begin({.longestTransfer = std::chrono::milliseconds(50)});

    QVERIFY(pass());

    QVERIFY(hasFailed(Error::Kind::Unreachable));
    QVERIFY(goesOn());
}

void tst_Transfer::isDoneAfterAll()
{
    begin({.longestTransfer = std::chrono::milliseconds(50)});
    QVERIFY(pass());
    QVERIFY(hasFailed(Error::Kind::Unreachable));

    QVERIFY(notify("SIP/2.0 180 Ringing\r\n"));
    QVERIFY(notify("SIP/2.0 200 OK\r\n", "terminated"));

    QVERIFY(hasEnded(LineEnd::Transferred));
    QCOMPARE(m_seat->all<TransferRefused>().size(), 1);
}

void tst_Transfer::canBeTriedAgain()
{
    QVERIFY(pass());
    QVERIFY(notify("SIP/2.0 486 Busy Here\r\n", "terminated"));
    QVERIFY(hasFailed(Error::Kind::Refused));

    m_peer->respond(refer(), "202 Accepted");
    QVERIFY(notify("SIP/2.0 200 OK\r\n", "terminated"));

    QVERIFY(hasEnded(LineEnd::Transferred));
}

void tst_Transfer::callerLeavesMeanwhile()
{
    QVERIFY(pass());

    m_peer->request("BYE");

    QVERIFY(!m_peer->wait("SIP/2.0 200").isEmpty());
    QVERIFY(hasEnded(LineEnd::HungUp));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a SIP message that belongs to nothing"_s));
    m_peer->request("NOTIFY", "Event: refer\r\nSubscription-State: terminated\r\n");
    QVERIFY(!m_peer->wait("SIP/2.0 481").isEmpty());
}

void tst_Transfer::isEndedFromHere()
{
    QVERIFY(call(*m_peer));
    const QByteArray request = refer();

    m_seat->release();

    QVERIFY(!m_peer->wait("BYE").isEmpty());
    m_peer->respond(request, "202 Accepted");
    QVERIFY(hasEnded(LineEnd::Released));
}

void tst_Transfer::showsWhoWeAreToTheTrunkOnly_data()
{
    QTest::addColumn<QString>("trunk");
    QTest::addColumn<bool>("isShown");
    QTest::newRow("from the trunk") << u"127.0.0.1:5060"_s << true;
    QTest::newRow("from elsewhere") << u"127.0.0.9"_s << false;
    QTest::newRow("from nobody knows") << u"pbx.example"_s << false;
}

void tst_Transfer::showsWhoWeAreToTheTrunkOnly()
{
    QFETCH(const QString, trunk);
    QFETCH(const bool, isShown);
    begin({.trunk = {.host = trunk, .user = u"knock"_s, .password = u"secret"_s}});
    QVERIFY(call(*m_peer));

    m_peer->respond(refer(), "401 Unauthorized",
                    {.headers = "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\r\n"});

    if (isShown) {
        const QByteArray again = m_peer->wait("REFER");
        QVERIFY2(again.contains("\r\nAuthorization: Digest username=\"knock\""), again.constData());
        m_peer->respond(again, "202 Accepted");
        QVERIFY(notify("SIP/2.0 200 OK\r\n", "terminated"));
        QVERIFY(hasEnded(LineEnd::Transferred));
    } else {
        QVERIFY(hasFailed(Error::Kind::Refused));
        QVERIFY(goesOn());
    }
}

void tst_Transfer::onlyWhoIsAnsweredIsPassedOn()
{
    m_peer->invite();
    QVERIFY(m_seat->wait<Rang>());

    m_telephony->perform(TransferLine{m_seat->line(), u"119"_s});

    QVERIFY(hasFailed(Error::Kind::Expired));
    QVERIFY(!m_peer->hasReceived("REFER"));
}

void tst_Transfer::wordsOfNoTransferAreRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("no event") << ""_ba;
    QTest::newRow("another event") << "Event: presence\r\n"_ba;
    QTest::newRow("another transfer") << "Event: refer;id=4000000\r\n"_ba;
    QTest::newRow("nonsense") << "Event: ;;;\r\n"_ba;
}

void tst_Transfer::wordsOfNoTransferAreRefused()
{
    QFETCH(const QByteArray, headers);
    QVERIFY(pass());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a SIP message that belongs to nothing"_s));

    m_peer->request("NOTIFY", headers + "Subscription-State: terminated\r\nContent-Type: message/sipfrag\r\n",
                    "SIP/2.0 200 OK\r\n");

    QVERIFY(!m_peer->wait("SIP/2.0 481").isEmpty());
    QVERIFY(goesOn());
    QVERIFY(m_seat->all<TransferRefused>().empty());
}

QTEST_GUILESS_MAIN(tst_Transfer)
#include "tst_transfer.moc"
