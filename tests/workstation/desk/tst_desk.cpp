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

QTEST_GUILESS_MAIN(tst_Desk)
#include "tst_desk.moc"
