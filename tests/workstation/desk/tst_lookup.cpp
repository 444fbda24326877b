// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"
#include "tests/support/story.h"

#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace Qt::StringLiterals;

/// Incidents that are closed: shown again, and taken up again.
class tst_LookUp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void aClosedIncidentIsShownWhenTheServiceHasToldIt();
    void itIsForgottenWhenItIsOutOfHand();
    void oneEarlierCallAfterTheOther();
    void theCallThatWaitsHasAPastBeforeItIsInHand();
    void leavingItTakesUpWhatWasInHand();
    void whoTookSomethingElseInHandIsLeftAlone();
    void whatIsRefusedIsNotWaitedFor();
    void anAnswerNobodyAskedForIsNotKept();
    void whatIsKnownIsNotAskedFor();
    void whoReopensItHasItInHand();
    void whatAnotherSeatReopensIsKnownAndNotSelected();
    void whatFollowsALookUpIsNotDoubled();
    void aRestartTellsWhatWasReopened();
    void whatWasClosedDuringALossIsReadAgain();
    void whatAnotherSeatReopensMeanwhileIsAskedForAgain();

private:
    /// The events of a call that was answered and closed.
    [[nodiscard]] std::vector<Event> history(IncidentId id) const
    {
        const QDateTime at = m_house->clock.now();
        return {CallArrived{id, u"01012345678"_s, at}, CallAnswered{id, {7}, at},
                NoteWritten{id, u"two men"_s, {7}, at}, LineEnded{id, LineEnd::Released, at},
                IncidentClosed{id, CloseReason::NoNeed, {}, {7}, at}};
    }
    [[nodiscard]] std::vector<LookUp> lookUps() const
    {
        std::vector<LookUp> found;
        for (const Command &command : m_house->backend.sent) {
            if (const auto *lookUp = std::get_if<LookUp>(&command))
                found.push_back(*lookUp);
        }
        return found;
    }
    void ringWithPast(IncidentId id, const std::vector<quint64> &calls) const
    {
        const QDateTime at = m_house->clock.now();
        EarlierCalls earlier{0, 0, at};
        for (const quint64 call : calls)
            earlier.calls.push_back({{call}, at});
        m_house->backend.tell(CallArrived{id, u"01012345678"_s, at, earlier});
    }
    void lookUp(IncidentId id) const
    {
        m_house->desk.lookUp(id);
        m_house->backend.recall(id, history(id));
    }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
    };
    std::unique_ptr<House> m_house;
};

void tst_LookUp::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<House>();
}

void tst_LookUp::aClosedIncidentIsShownWhenTheServiceHasToldIt()
{
    const QSignalSpy changed(&m_house->desk, &desk::Desk::changed);

    m_house->desk.lookUp({3});
    QCOMPARE(lookUps(), std::vector{LookUp{{3}}});
    QVERIFY(!m_house->desk.current());
    m_house->backend.recall({3}, history({3}));

    QCOMPARE(m_house->desk.selected(), IncidentId{3});
    QVERIFY(!m_house->desk.current()->isOpen());
    QCOMPARE(m_house->desk.current()->notes.size(), 1U);
    QVERIFY(m_house->desk.ringing().empty());
    QCOMPARE(changed.count(), 0); // nothing has happened
}

void tst_LookUp::itIsForgottenWhenItIsOutOfHand()
{
    m_house->story.ring({9});
    lookUp({3});

    m_house->desk.select({9});

    QVERIFY(!m_house->desk.find({3}));
}

void tst_LookUp::oneEarlierCallAfterTheOther()
{
    ringWithPast({9}, {5, 3});
    m_house->desk.select({9});

    QCOMPARE(m_house->desk.earlierCall(), IncidentId{5});
    lookUp({5});
    QCOMPARE(m_house->desk.lookedUpFrom(), IncidentId{9});
    QCOMPARE(m_house->desk.earlierCall(), IncidentId{3});
    lookUp({3});
    QVERIFY(!m_house->desk.find({5}));
    QCOMPARE(m_house->desk.earlierCall(), IncidentId{5});
}

void tst_LookUp::theCallThatWaitsHasAPastBeforeItIsInHand()
{
    QVERIFY(!m_house->desk.earlierCall().isValid());
    ringWithPast({8}, {});
    QVERIFY(!m_house->desk.earlierCall().isValid());
    m_house->story.end({8});
    ringWithPast({9}, {5});

    QCOMPARE(m_house->desk.earlierCall(), IncidentId{5});
}

void tst_LookUp::leavingItTakesUpWhatWasInHand()
{
    m_house->story.ring({9});
    m_house->desk.select({9});
    QVERIFY(!m_house->desk.leaveLookedUp());
    lookUp({5});
    lookUp({3});

    QVERIFY(m_house->desk.leaveLookedUp());

    QCOMPARE(m_house->desk.selected(), IncidentId{9});
    QVERIFY(!m_house->desk.leaveLookedUp());
    lookUp({5});
    m_house->story.close({9}); // by another seat, and forgotten
    QVERIFY(m_house->desk.leaveLookedUp());
    QVERIFY(!m_house->desk.current());
}

void tst_LookUp::whoTookSomethingElseInHandIsLeftAlone()
{
    m_house->story.ring({9});
    m_house->desk.lookUp({3});
    m_house->story.answer({9});

    m_house->backend.recall({3}, history({3}));

    QCOMPARE(m_house->desk.selected(), IncidentId{9});
    QVERIFY(!m_house->desk.find({3}));
}

void tst_LookUp::whatIsRefusedIsNotWaitedFor()
{
    const QSignalSpy refused(&m_house->desk, &desk::Desk::refused);
    m_house->desk.lookUp({3});
    m_house->story.refuse({3}, QString(LookUp::name), Error::Kind::Full);

    m_house->backend.recall({3}, history({3}));
    QVERIFY(!m_house->desk.current());

    Q_EMIT m_house->backend.lost(m_house->clock.now());
    m_house->desk.lookUp({3});
    m_house->backend.open();
    m_house->backend.recall({3}, history({3}));

    QVERIFY(!m_house->desk.current());
    QCOMPARE(refused.count(), 2);
    QCOMPARE(lookUps().size(), 1U);
}

void tst_LookUp::anAnswerNobodyAskedForIsNotKept()
{
    m_house->backend.recall({3}, history({3}));
    m_house->desk.lookUp({3});
    m_house->backend.recall({3}, {}); // nor one without a beginning
    m_house->backend.recall({3}, {FileKept{{3}, FileKind::Photo, u"3.jpg"_s, {}, 1, m_house->clock.now()}});

    QVERIFY(m_house->desk.incidents().empty());
}

void tst_LookUp::whatIsKnownIsNotAskedFor()
{
    m_house->story.ring({9});
    m_house->desk.select({9});
    m_house->story.ring({5}); // given up, but still open

    m_house->desk.lookUp({5});

    QCOMPARE(m_house->desk.selected(), IncidentId{5});
    QVERIFY(lookUps().empty());
    QVERIFY(m_house->desk.leaveLookedUp());
    QCOMPARE(m_house->desk.selected(), IncidentId{9});
    m_house->desk.lookUp({});
    QVERIFY(m_house->backend.sent.empty());
}

void tst_LookUp::whoReopensItHasItInHand()
{
    m_house->story.ring({9});
    m_house->desk.select({9});
    lookUp({3});

    m_house->desk.send(ReopenIncident{{3}});
    m_house->backend.tell(IncidentReopened{{3}, {1}, m_house->clock.now()});

    QVERIFY(m_house->desk.current()->isOpen());
    QVERIFY(!m_house->desk.leaveLookedUp());
    m_house->desk.select({9});
    QVERIFY(m_house->desk.find({3}));
    QCOMPARE(lookUps().size(), 1U);
}

void tst_LookUp::whatAnotherSeatReopensIsKnownAndNotSelected()
{
    m_house->story.ring({9});
    m_house->desk.select({9});
    const IncidentReopened reopened{{3}, {7}, m_house->clock.now()};
    QSignalSpy changed(&m_house->desk, &desk::Desk::changed);

    m_house->backend.tell(reopened);
    QCOMPARE(lookUps(), std::vector{LookUp{{3}}});
    QVERIFY(!m_house->desk.find({3}));
    std::vector<Event> events = history({3});
    events.insert(events.end(), {reopened, PageLeft{{3}, m_house->clock.now()}});
    m_house->backend.recall({3}, events);

    QCOMPARE(m_house->desk.selected(), IncidentId{9});
    QVERIFY(m_house->desk.find({3})->isOpen());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.front().at(1).value<Event>(), Event(reopened));
    QVERIFY(!m_house->desk.isLookedUp());
}

void tst_LookUp::whatFollowsALookUpIsNotDoubled()
{
    lookUp({3});
    m_house->backend.recall({3}, history({3})); // asked for twice
    m_house->backend.tell(NoteWritten{{3}, u"late"_s, {7}, m_house->clock.now()});
    QCOMPARE(m_house->desk.current()->notes.size(), 2U);

    m_house->backend.tell(IncidentReopened{{3}, {7}, m_house->clock.now()});
    Q_EMIT m_house->backend.lost(m_house->clock.now());
    Q_EMIT m_house->backend.startingOver();
    for (const Event &event : history({3}))
        m_house->backend.tell(event);
    m_house->backend.tell(NoteWritten{{3}, u"late"_s, {7}, m_house->clock.now()});
    m_house->backend.tell(IncidentReopened{{3}, {7}, m_house->clock.now()});
    m_house->backend.tell(NoteWritten{{3}, u"later"_s, {7}, m_house->clock.now()});
    m_house->backend.open();

    QCOMPARE(m_house->desk.current()->notes.size(), 3U);
    QVERIFY(m_house->desk.current()->isOpen());
}

void tst_LookUp::aRestartTellsWhatWasReopened()
{
    Q_EMIT m_house->backend.startingOver();
    for (const Event &event : history({3}))
        m_house->backend.tell(event);
    m_house->backend.tell(IncidentReopened{{3}, {7}, m_house->clock.now()});
    for (const Event &event : history({4})) // closed while all was told
        m_house->backend.tell(event);
    m_house->backend.open();

    QVERIFY(m_house->desk.find({3})->isOpen());
    QCOMPARE(m_house->desk.find({3})->notes.size(), 1U);
    QVERIFY(!m_house->desk.find({4}));
    QVERIFY(m_house->backend.sent.empty());
}

void tst_LookUp::whatWasClosedDuringALossIsReadAgain()
{
    m_house->story.ring({3});
    m_house->desk.select({3});
    Q_EMIT m_house->backend.lost(m_house->clock.now());
    Q_EMIT m_house->backend.startingOver();
    m_house->backend.open();
    QVERIFY(!m_house->desk.current()->isOpen());
    QSignalSpy selection(&m_house->desk, &desk::Desk::selectionChanged);

    const IncidentReopened reopened{{3}, {7}, m_house->clock.now()};
    m_house->backend.tell(reopened);
    QVERIFY(m_house->desk.current()->isOpen());
    QCOMPARE(lookUps(), std::vector{LookUp{{3}}});
    std::vector<Event> events = history({3});
    events.push_back(reopened);
    m_house->backend.recall({3}, events);

    QCOMPARE(m_house->desk.current()->notes.size(), 1U);
    QCOMPARE(m_house->desk.current()->line, Incident::Line::Ended);
    QVERIFY(m_house->desk.ringing().empty());
    QCOMPARE(selection.count(), 1); // for all that shows what is in hand
}

void tst_LookUp::whatAnotherSeatReopensMeanwhileIsAskedForAgain()
{
    m_house->story.ring({9});
    m_house->desk.select({9});
    m_house->desk.stay(m_house->clock.now());
    QSignalSpy refused(&m_house->desk, &desk::Desk::refused);
    m_house->desk.lookUp({3});
    const IncidentReopened reopened{{3}, {7}, m_house->clock.now()};
    m_house->backend.tell(reopened);
    m_house->story.refuse({3}, QString(LookUp::name), Error::Kind::Full);
    m_house->story.refuse({3}, QString(LookUp::name), Error::Kind::Full);
    QCOMPARE(lookUps().size(), 2U);

    m_house->clock.advance(std::chrono::seconds(10));
    m_house->desk.stay(m_house->clock.now());
    QCOMPARE(lookUps().size(), 3U);
    std::vector<Event> events = history({3});
    events.push_back(reopened);
    m_house->backend.recall({3}, events);

    QCOMPARE(refused.count(), 0);
    QCOMPARE(m_house->desk.selected(), IncidentId{3});
    QVERIFY(!m_house->desk.isLookedUp());
    m_house->clock.advance(std::chrono::seconds(10));
    m_house->desk.stay(m_house->clock.now());
    QCOMPARE(lookUps().size(), 3U);
}

QTEST_GUILESS_MAIN(tst_LookUp)
#include "tst_lookup.moc"
