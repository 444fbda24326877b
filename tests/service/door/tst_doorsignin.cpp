// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/doorhouse.h"
#include "tests/service/web/authority.h"

#include <QTemporaryFile>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

/// Who sits at a seat: the dialogue of SEATS.md until a desk is told something, and its end.
class tst_DoorSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void aPersonSignsIn();
    void aWrongPasswordIsWantedAgain();
    void aDeskOfAnotherVersionIsTurnedAway();
    void whoDoesNotGreetFirstIsTurnedAway();
    void whoSaysNothingIsNotWaitedFor();
    void aSilentDeskEnds();
    void strangersKeepNobodyOutside();
    void aDeskThatComesBackNeedsNoPassword();
    void theNewerSocketOfASessionWins();
    void anEndedSessionIsWantedAgain();
    void anEndedSessionIsNoticedByTheBeat();
    void aDiskThatCannotBeReadThrowsNobodyOut();
    void whoLeavesIsSignedOut();
    void aLockedSeatIsToldButAsksForNothing();
    void aDeskComesBackLocked();
    void otherRolesBeginAnew();
    void aSignInThatNobodyWaitsForIsEnded();
    void theDeskNamesItsPosition();
    void aCertificateNamesTheWorkstation_data();
    void aCertificateNamesTheWorkstation();

private:
    std::unique_ptr<test::DoorHouse> m_house;
};

void tst_DoorSignIn::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<test::DoorHouse>();
    const auto opened = m_house->open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
}

void tst_DoorSignIn::aPersonSignsIn()
{
    const auto desk = m_house->desk();

    QVERIFY(desk->signIn(u"kim"_s));

    QCOMPARE(desk->all<wire::SignInWanted>(), (std::vector{wire::SignInWanted{}}));
    const wire::Welcome welcome = desk->welcome();
    QCOMPARE(welcome.seat, SeatId{1});
    QCOMPARE(welcome.user, u"kim"_s);
    QCOMPARE(welcome.roles, Roles{Role::CallTaker});
    QVERIFY(!welcome.session.isEmpty());
    QVERIFY(!welcome.run.isEmpty());
    QVERIFY(!welcome.resumed);
    QVERIFY(!welcome.locked);
    QCOMPARE(m_house->signIn->last.address, u"127.0.0.1"_s);
}

void tst_DoorSignIn::aWrongPasswordIsWantedAgain()
{
    const auto desk = m_house->desk();
    desk->come();
    QVERIFY(desk->hears<wire::SignInWanted>());

    desk->say(wire::SignIn{u"kim"_s, u"wrong"_s, {}, {}});
    QVERIFY(desk->hears<wire::SignInWanted>(2));
    QCOMPARE(desk->all<wire::SignInWanted>().back().why, Error::Kind::Refused);

    desk->say(wire::SignIn{u"kim"_s, u"secret"_s, {}, {}});
    QVERIFY(desk->hears<wire::Welcome>());
}

void tst_DoorSignIn::aDeskOfAnotherVersionIsTurnedAway()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    desk->connectTo();
    connect(desk.get(), &test::TestDesk::opened, this, [&] { desk->say(wire::Hello{2, {}, {}, 0}); });

    QVERIFY(desk->hears<wire::TurnedAway>());
    QCOMPARE(desk->all<wire::TurnedAway>().back().why, Error::Kind::Malformed);
    QTRY_VERIFY(desk->hasEnded);
}

void tst_DoorSignIn::whoDoesNotGreetFirstIsTurnedAway()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    desk->connectTo();
    connect(desk.get(), &test::TestDesk::opened, this, [&] { desk->say(wire::SignIn{u"kim"_s, u"secret"_s, {}, {}}); });

    QVERIFY(desk->hears<wire::TurnedAway>());
    QTRY_VERIFY(desk->hasEnded);
    QVERIFY(m_house->people.open.empty());
}

void tst_DoorSignIn::whoSaysNothingIsNotWaitedFor()
{
    m_house->configuration.firstWord = 100ms;
    QVERIFY(m_house->restart());
    const auto desk = m_house->desk();

    desk->connectTo();

    QTRY_VERIFY(desk->hasEnded);
}

void tst_DoorSignIn::aSilentDeskEnds()
{
    m_house->configuration.silence = 300ms;
    QVERIFY(m_house->restart());
    const auto silent = m_house->desk();
    const auto alive = m_house->desk();
    QVERIFY(silent->signIn(u"kim"_s));
    QVERIFY(alive->signIn(u"lee"_s));
    QSignalSpy left(m_house->door, &door::Door::left);
    QSignalSpy seen(m_house->door, &door::Door::seen);
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&] { alive->say(wire::Beat{}); });
    heart.start(50ms);

    QTRY_VERIFY(silent->hasEnded);

    QTRY_VERIFY(alive->all<wire::Beat>().size() > 10);
    QVERIFY(!alive->hasEnded);
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.at(0).at(0).value<SeatId>(), SeatId{1});
    QCOMPARE(seen.back().at(0).value<SeatId>(), SeatId{2});
}

void tst_DoorSignIn::strangersKeepNobodyOutside()
{
    test::DoorHouse::expectComplaint();
    m_house->configuration.strangers = 3;
    QVERIFY(m_house->restart());
    std::vector<std::unique_ptr<test::TestDesk>> strangers;
    for (int n = 0; n < 5; ++n) {
        strangers.push_back(m_house->desk());
        strangers.back()->come();
        QVERIFY(strangers.back()->hears<wire::SignInWanted>());
    }
    QTRY_VERIFY(strangers[0]->hasEnded && strangers[1]->hasEnded);
    QVERIFY(!strangers[2]->hasEnded && !strangers[3]->hasEnded && !strangers[4]->hasEnded);

    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
}

void tst_DoorSignIn::aDeskThatComesBackNeedsNoPassword()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    desk->cut();

    desk->come();
    QVERIFY(desk->hears<wire::CaughtUp>(2));

    QCOMPARE(desk->all<wire::SignInWanted>().size(), 1U);
    QVERIFY(desk->welcome().resumed);
    QCOMPARE(desk->all<wire::StartingOver>().size(), 1U);
}

void tst_DoorSignIn::theNewerSocketOfASessionWins()
{
    const auto older = m_house->desk();
    QVERIFY(older->signIn(u"kim"_s));
    const auto newer = m_house->desk();
    newer->session = older->session;

    newer->come();
    QVERIFY(newer->hears<wire::CaughtUp>());

    QVERIFY(older->hears<wire::TurnedAway>());
    QTRY_VERIFY(older->hasEnded);
    newer->say(wire::Beat{});
    QVERIFY(newer->hears<wire::Beat>());
}

void tst_DoorSignIn::anEndedSessionIsWantedAgain()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const auto other = m_house->desk();
    QVERIFY(other->signIn(u"lee"_s));
    QSignalSpy left(m_house->door, &door::Door::left);
    m_house->signIn->isSlow = true;

    m_house->signIn->end(u"kim"_s);

    QVERIFY(desk->hears<wire::SignInWanted>(2));
    QCOMPARE(desk->all<wire::SignInWanted>().back().why, Error::Kind::Expired);
    QCOMPARE(left.size(), 1);
    m_house->call();
    QVERIFY(other->hears<wire::Told>());
    QVERIFY(desk->all<wire::Told>().empty());
}

void tst_DoorSignIn::anEndedSessionIsNoticedByTheBeat()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    m_house->people.open.clear(); // and nobody says so
    m_house->signIn->isSlow = true;

    desk->say(wire::Beat{});

    QVERIFY(desk->hears<wire::SignInWanted>(2));
    QCOMPARE(desk->all<wire::SignInWanted>().back().why, Error::Kind::Expired);
    desk->cut();
    desk->come();
    QVERIFY(desk->hears<wire::SignInWanted>(3));
}

void tst_DoorSignIn::aDiskThatCannotBeReadThrowsNobodyOut()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    m_house->people.isBroken = true;

    desk->say(wire::Beat{});
    QVERIFY(desk->hears<wire::Beat>());
    m_house->call();

    QVERIFY(desk->hears<wire::Told>());
    QCOMPARE(desk->all<wire::SignInWanted>().size(), 1U);
}

void tst_DoorSignIn::whoLeavesIsSignedOut()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    m_house->signIn->isSlow = true;

    desk->say(wire::LeaveSeat{});

    QVERIFY(desk->hears<wire::SignInWanted>(2));
    QVERIFY(!desk->all<wire::SignInWanted>().back().why);
    QVERIFY(m_house->people.open.empty());
}

void tst_DoorSignIn::aLockedSeatIsToldButAsksForNothing()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    desk->say(wire::LockSeat{});
    QVERIFY(desk->hears<wire::SeatIsLocked>());

    const IncidentId incident = m_house->call();
    desk->say(wire::Ask{1, AnswerCall{incident}});

    QTRY_COMPARE(desk->told<Refused>().size(), 1U);
    QCOMPARE(desk->told<Refused>().at(0).why.kind, Error::Kind::Refused);
    QCOMPARE(desk->told<CallArrived>().size(), 1U);
    QVERIFY(desk->told<CallAnswered>().empty());
    QCOMPARE(desk->all<wire::Taken>(), (std::vector{wire::Taken{1}}));

    desk->say(wire::UnlockSeat{u"wrong"_s});
    QVERIFY(desk->hears<wire::SeatIsLocked>(2));
    QCOMPARE(desk->all<wire::SeatIsLocked>().back().why, Error::Kind::Refused);
    desk->say(wire::UnlockSeat{u"secret"_s});
    QVERIFY(desk->hears<wire::SeatIsOpen>());
    desk->say(wire::Ask{2, AnswerCall{incident}});
    QTRY_COMPARE(desk->told<CallAnswered>().size(), 1U);
}

void tst_DoorSignIn::aDeskComesBackLocked()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    desk->say(wire::LockSeat{});
    QVERIFY(desk->hears<wire::SeatIsLocked>());
    desk->cut();

    desk->come();
    QVERIFY(desk->hears<wire::Welcome>(2));

    QVERIFY(desk->welcome().locked);
}

void tst_DoorSignIn::otherRolesBeginAnew()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    m_house->call();
    QVERIFY(desk->hears<wire::Told>());

    m_house->signIn->change(u"kim"_s, {Role::Auditor});
    QTRY_VERIFY(desk->hasEnded);
    desk->come();
    QVERIFY(desk->hears<wire::CaughtUp>(2));

    QVERIFY(!desk->welcome().resumed);
    QCOMPARE(desk->welcome().roles, Roles{Role::Auditor});
    QVERIFY(desk->sequences.empty());
}

void tst_DoorSignIn::aSignInThatNobodyWaitsForIsEnded()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    m_house->signIn->isSlow = true;
    desk->come();
    QVERIFY(desk->hears<wire::SignInWanted>());
    desk->say(wire::SignIn{u"kim"_s, u"secret"_s, {}, {}});
    QTRY_COMPARE(m_house->signIn->held.size(), 1U);
    desk->say(wire::SignIn{u"kim"_s, u"secret"_s, {}, {}}); // one at a time
    QVERIFY(desk->hears<wire::TurnedAway>());
    QTRY_VERIFY(desk->hasEnded);

    const auto &[ticket, person] = m_house->signIn->held.front();
    Q_EMIT m_house->signIn->answered(ticket, person);

    QCOMPARE(m_house->people.signOuts, 1);
}

void tst_DoorSignIn::theDeskNamesItsPosition()
{
    const auto desk = m_house->desk();

    QVERIFY(desk->signIn(u"kim"_s));

    QCOMPARE(m_house->signIn->last.position, u"A-1"_s);
}

void tst_DoorSignIn::aCertificateNamesTheWorkstation_data()
{
    QTest::addColumn<QByteArray>("signedBy");
    QTest::addColumn<bool>("demanded");
    QTest::addColumn<QString>("position"); // empty: it is not let in
    QTest::newRow("ours") << "ours"_ba << true << u"desk-7"_s;
    QTest::newRow("ours, asked only") << "ours"_ba << false << u"desk-7"_s;
    QTest::newRow("none") << QByteArray() << true << QString();
    QTest::newRow("none, asked only") << QByteArray() << false << u"A-1"_s;
    QTest::newRow("somebody else's") << "other"_ba << true << QString();
}

void tst_DoorSignIn::aCertificateNamesTheWorkstation()
{
    QFETCH(const QByteArray, signedBy);
    QFETCH(const bool, demanded);
    QFETCH(const QString, position);
    test::Authority ours("ours");
    test::Authority other("other");
    QTemporaryFile file;
    QVERIFY(file.open() && file.write(ours.certificate()) > 0 && file.flush());
    m_house = std::make_unique<test::DoorHouse>();
    m_house->configuration.web.clients = {.authorityFile = file.fileName(), .demanded = demanded};
    QVERIFY(m_house->open());
    const auto desk = m_house->desk();
    if (!signedBy.isEmpty()) {
        const test::Authority::Identity identity = (signedBy == "ours" ? ours : other).issue("desk-7");
        desk->tls.setLocalCertificate(identity.certificate);
        desk->tls.setPrivateKey(identity.key);
    }

    if (position.isEmpty()) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Cut off a connection"_s));
        desk->signInLater(u"kim"_s);
        QVERIFY(test::waitFor([&] { return m_house->door->server().counters().handshakesFailed == 1; }));
        QVERIFY(m_house->people.open.empty());
    } else {
        QVERIFY(desk->signIn(u"kim"_s));
        QCOMPARE(m_house->signIn->last.position, position);
    }
}

QTEST_GUILESS_MAIN(tst_DoorSignIn)
#include "tst_doorsignin.moc"
