// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"
#include "tests/support/story.h"

#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

class tst_Desk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void selectsTheCallThisSeatAnswered();
    void keepsTheSelectionWhenAnotherCallKnocks();
    void knowsWhoWaitsLongest();
    void goesOnWithTheConnectedCallAfterARestart();
    void forgetsAClosedIncidentOnceItIsOutOfHand();
    void tellsOnlyThisSeatsRefusals();
    void passesOnThatACallerIsWriting();
    void refusesByItselfWhileTheServiceIsAway();
    void takesWhatFollowsWhatItKnewWhenAllIsToldAnew();
    void goesOnWhereItWasWhenNothingWasMissed();
    void aCallThatIsNotToldAgainWasClosed();
    void aSecondLossWhileAllIsToldAnewDoublesNothing();
    void givesASignOfLifeEveryTenSeconds();
};

void tst_Desk::selectsTheCallThisSeatAnswered()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    story.ring({2});

    story.answer({1}, {7});
    QVERIFY(!desk.selected().isValid());
    story.answer({2});

    QCOMPARE(desk.selected(), IncidentId{2});
}

void tst_Desk::keepsTheSelectionWhenAnotherCallKnocks()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    story.ring({2});
    story.answer({2}, {7});

    story.knock({2});

    QCOMPARE(desk.selected(), IncidentId{1});
}

void tst_Desk::knowsWhoWaitsLongest()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});

    story.end({1}, LineEnd::Cancelled);
    story.answer({3});

    QCOMPARE(desk.ringing(), std::set<IncidentId>{{2}});
}

void tst_Desk::goesOnWithTheConnectedCallAfterARestart()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    desk.select({});

    backend.open();

    QCOMPARE(desk.selected(), IncidentId{1});
}

void tst_Desk::forgetsAClosedIncidentOnceItIsOutOfHand()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    story.answer({1});
    story.ring({2});

    story.close({1});
    QVERIFY(desk.find({1}));
    desk.select({2});
    story.leave({1});

    QVERIFY(!desk.find({1}));
}

void tst_Desk::tellsOnlyThisSeatsRefusals()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    QSignalSpy refused(&desk, &desk::Desk::refused);

    backend.tell(Refused{{1}, {7}, u"answerCall"_s, {}, {}});
    QCOMPARE(refused.count(), 0);
    backend.tell(Refused{{1}, {1}, u"answerCall"_s, {}, {}});

    QCOMPARE(refused.count(), 1);
}

void tst_Desk::passesOnThatACallerIsWriting()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    const QSignalSpy typing(&desk, &desk::Desk::typing);

    Q_EMIT backend.typing({1});

    QCOMPARE(typing.size(), 1);
    QCOMPARE(typing.front().front().value<IncidentId>(), IncidentId{1});
}

void tst_Desk::refusesByItselfWhileTheServiceIsAway()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story(backend, clock).ring({1});
    QSignalSpy refused(&desk, &desk::Desk::refused);
    Q_EMIT backend.lost(clock.now());

    desk.send(OrderUnit{{1}, u"12"_s});

    QCOMPARE(desk.lostSince(), std::optional(clock.now()));
    QVERIFY(desk.find({1}));
    QVERIFY(backend.sent.empty());
    QCOMPARE(refused.count(), 1);
    const auto refusal = refused.front().front().value<Refused>();
    QCOMPARE(refusal.asked, QString(OrderUnit::name));
    QCOMPARE(refusal.why.kind, Error::Kind::Unreachable);
    backend.open();
    QVERIFY(!desk.lostSince());
    QVERIFY(backend.sent.empty()); // nothing is done later
    desk.send(OrderUnit{{1}, u"12"_s});
    QCOMPARE(backend.sent.size(), 1U);
}

void tst_Desk::takesWhatFollowsWhatItKnewWhenAllIsToldAnew()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    const auto before = [&] {
        story.ring({1});
        story.answer({1});
        story.refuse({1}, HoldCall::name.toString());
        story.locate({1});
        story.say({1}, u"a"_s, u"2"_s);
        story.order({1}, u"12"_s);
        story.ring({2});
    };
    before();
    desk.select({2});
    Q_EMIT backend.lost(clock.now());
    QSignalSpy changed(&desk, &desk::Desk::changed);
    QSignalSpy refused(&desk, &desk::Desk::refused);
    QSignalSpy selected(&desk, &desk::Desk::selectionChanged);

    Q_EMIT backend.startingOver();
    before();
    QCOMPARE(changed.count(), 0);
    story.say({1}, u"b"_s, u"3"_s);
    story.ring({3});
    backend.open();

    QCOMPARE(changed.count(), 2);
    const Incident &incident = *desk.find({1});
    QCOMPARE(incident.fixes.size(), 1U);
    QCOMPARE(incident.chat.size(), 2U);
    QCOMPARE(incident.orders.size(), 1U);
    QCOMPARE(desk.ringing(), (std::set<IncidentId>{{2}, {3}}));
    QCOMPARE(desk.selected(), IncidentId{2});
    QCOMPARE(selected.count() + refused.count(), 0);
    story.say({1}, u"c"_s, u"3"_s);
    QCOMPARE(incident.chat.size(), 3U);
}

void tst_Desk::goesOnWhereItWasWhenNothingWasMissed()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    Q_EMIT backend.lost(clock.now());

    story.answer({1}, {7});
    backend.open();

    QVERIFY(desk.find({1})->isOpen());
    QCOMPARE(desk.find({1})->seat, SeatId{7});
    QVERIFY(!desk.lostSince());
}

void tst_Desk::aCallThatIsNotToldAgainWasClosed()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    for (const quint64 id : {1U, 2U, 3U})
        story.ring({id});
    desk.select({1});
    Q_EMIT backend.lost(clock.now());

    Q_EMIT backend.startingOver();
    story.ring({3});
    backend.open();

    QCOMPARE(desk.selected(), IncidentId{1});
    QVERIFY(!desk.find({1})->isOpen());
    QVERIFY(!desk.find({2}));
    QCOMPARE(desk.ringing(), std::set<IncidentId>{{3}});
}

void tst_Desk::aSecondLossWhileAllIsToldAnewDoublesNothing()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;
    Story story(backend, clock);
    story.ring({1});
    story.locate({1});
    const QDateTime first = clock.now();
    Q_EMIT backend.lost(first);
    Q_EMIT backend.startingOver();
    story.ring({1});
    clock.advance(std::chrono::seconds(9));
    Q_EMIT backend.lost(clock.now());
    QCOMPARE(desk.lostSince(), std::optional(first));

    Q_EMIT backend.startingOver();
    story.ring({1});
    story.locate({1});
    story.locate({1});
    backend.open();

    QCOMPARE(desk.find({1})->fixes.size(), 2U);
}

void tst_Desk::givesASignOfLifeEveryTenSeconds()
{
    FakeBackend backend;
    desk::Desk desk(backend);
    ManualClock clock;

    for (int second = 0; second < 30; ++second) {
        desk.stay(clock.now());
        clock.advance(std::chrono::seconds(1));
    }

    QCOMPARE(backend.beats, 3);
}

QTEST_GUILESS_MAIN(tst_Desk)
#include "tst_desk.moc"
