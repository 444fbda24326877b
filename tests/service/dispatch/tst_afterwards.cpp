// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// What comes after a call: an incident is closed, and taken up again.
class tst_Afterwards : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_book.reset(); }

    void aReopenedIncidentIsAsItWas();
    void theCallerOfAReopenedIncidentCanBeCalledBack();
    void itsLinkHoldsAgain();
    void aLinkWhoseTimeIsOverStaysDead();
    void whatNobodyMindedIsOver();
    void aTelephoneLocationFindsIt();
    void theSecondOfTwoSeatsIsRefused();
    void itMayBeClosedAndReopenedAgain();
    void whatThereNeverWasIsNotFound();
    void anOpenIncidentIsNotReopened();
    void aRestartTakesUpWhatWasReopened();
    void theCallsBeforeAreTold();

private:
    Outcome noted(const Outcome &outcome)
    {
        m_journal.insert(m_journal.end(), outcome.events.begin(), outcome.events.end());
        return outcome;
    }
    /// A silent call that seat 1 answered and closed, with a link.
    void callAndClose()
    {
        (void)noted(take(Rang{m_line, u"01012345678"_s}));
        m_id = incidentOf(m_journal.front());
        (void)noted(ask(AnswerCall{m_id}));
        (void)noted(ask(WriteNote{m_id, u"two men"_s}));
        (void)noted(ask(SendInvite{m_id}));
        (void)noted(take(TextAccepted{m_id, u"kannel"_s}));
        close();
    }
    void close() { (void)noted(ask(CloseIncident{m_id, CloseReason::NoNeed, {}})); }
    Outcome reopen(SeatId seat = {1}) { return noted(take(Recalled{seat, m_journal})); }

    std::vector<Event> m_journal;
};

void tst_Afterwards::init()
{
    begin();
    m_journal.clear();
}

void tst_Afterwards::aReopenedIncidentIsAsItWas()
{
    callAndClose();
    QVERIFY(!m_book->isOpen(m_id));

    const Outcome outcome = reopen({2});

    QCOMPARE(outcome.events, (std::vector<Event>{IncidentReopened{m_id, {2}, m_clock.now()}}));
    QVERIFY(m_book->isOpen(m_id));
    QCOMPARE(first<Refused>(ask(ReopenIncident{m_id})).why.kind, Error::Kind::Refused);
    // The number, the link and the line are those of before.
    QCOMPARE(first<MessageSent>(ask(SendMessage{m_id, u"1"_s, u"still there?"_s})).incident, m_id);
    QCOMPARE(first<Refused>(ask(HoldCall{m_id})).why.kind, Error::Kind::Expired);
}

void tst_Afterwards::theCallerOfAReopenedIncidentCanBeCalledBack()
{
    callAndClose();
    (void)reopen();

    const Outcome outcome = ask(CallBack{m_id, u"the door is open"_s});

    QCOMPARE(effect<DialLine>(outcome).number, u"01012345678"_s);
}

void tst_Afterwards::itsLinkHoldsAgain()
{
    callAndClose();
    m_clock.advance(1h);

    const auto admitted = effect<AdmitToken>(reopen());

    QCOMPARE(admitted.token, u"token1"_s);
    QCOMPARE(admitted.expires, first<InviteSent>({m_journal, {}}).expires);
}

void tst_Afterwards::aLinkWhoseTimeIsOverStaysDead()
{
    callAndClose();
    m_clock.advance(24h);

    QCOMPARE(count<AdmitToken>(reopen()), 0);
}

void tst_Afterwards::whatNobodyMindedIsOver()
{
    (void)noted(take(Rang{m_line, u"01012345678"_s}));
    m_id = incidentOf(m_journal.front());
    (void)noted(ask(AnswerCall{m_id}));
    (void)noted(ask(SendInvite{m_id}));
    (void)noted(take(Opened{m_id, {3}}));
    (void)noted(take(LineWentAway{m_line, LineEnd::HungUp}));
    (void)noted(ask(CallBack{m_id, u"no knock"_s})); // closed before the line is dialled
    close();

    const Outcome outcome = reopen();

    QCOMPARE(first<LineEnded>(outcome).how, LineEnd::Released);
    QVERIFY(has<PageLeft>(outcome));
    QCOMPARE(first<InviteFailed>(outcome).why, Error::Kind::Expired);
    QVERIFY(has<PageOpened>(take(Opened{m_id, {4}})));
    QVERIFY(has<CallBackBegan>(ask(CallBack{m_id, u"once more"_s})));
}

void tst_Afterwards::aTelephoneLocationFindsIt()
{
    callAndClose();
    const Fix fix{.latitude = 36, .longitude = 124.6, .radius = {20}, .source = Fix::Source::Aml, .at = m_clock.now()};
    QVERIFY(take(LocatedByPhone{u"+821012345678"_s, fix}).events.empty());

    (void)reopen();

    QCOMPARE(first<CallerLocated>(take(LocatedByPhone{u"+821012345678"_s, fix})).incident, m_id);
}

void tst_Afterwards::theSecondOfTwoSeatsIsRefused()
{
    callAndClose();
    const std::vector<Event> read = m_journal; // for both, before either has it

    const Outcome winner = take(Recalled{{1}, read});
    const Outcome loser = take(Recalled{{2}, read});

    QVERIFY(has<IncidentReopened>(winner));
    QVERIFY(!has<IncidentReopened>(loser));
    QCOMPARE(first<Refused>(loser),
             (Refused{m_id, {2}, u"reopenIncident"_s, {Error::Kind::Refused, u"it is open"_s}, m_clock.now()}));
    QVERIFY(loser.effects.empty());
}

void tst_Afterwards::itMayBeClosedAndReopenedAgain()
{
    callAndClose();
    (void)reopen();
    close();
    QVERIFY(!m_book->isOpen(m_id));

    QVERIFY(has<IncidentReopened>(reopen({2})));
}

void tst_Afterwards::whatThereNeverWasIsNotFound()
{
    // A file may be kept of an incident whose beginning is not here.
    const Outcome outcome = take(Recalled{{1}, {FileKept{{7}, FileKind::Photo, u"7.jpg"_s, {}, 1, m_clock.now()}}});

    QCOMPARE(first<Refused>(outcome).why.kind, Error::Kind::NotFound);
    QCOMPARE(first<Refused>(outcome).incident, IncidentId{7});
    QVERIFY(!m_book->isOpen({7}));
    QCOMPARE(first<Refused>(ask(ReopenIncident{{7}})).why.kind, Error::Kind::NotFound);
}

void tst_Afterwards::anOpenIncidentIsNotReopened()
{
    ringAndAnswer();

    QCOMPARE(first<Refused>(ask(ReopenIncident{m_id})).why.kind, Error::Kind::Refused);
}

void tst_Afterwards::aRestartTakesUpWhatWasReopened()
{
    callAndClose();
    (void)noted(take(RecordingClosed{m_id, u"1.mka"_s, u"00"_s, 4s, false}));
    (void)reopen();

    IncidentBook after(m_clock, m_rules);
    for (const Event &event : m_journal)
        after.restore(event);
    const Outcome outcome = after.resume();

    QVERIFY(after.isOpen(m_id));
    QCOMPARE(effect<AdmitToken>(outcome).token, u"token1"_s);
    QVERIFY(!has<LineEnded>(outcome));
    const Fix fix{.latitude = 36, .longitude = 124.6, .radius = {20}, .source = Fix::Source::Aml, .at = m_clock.now()};
    QCOMPARE(first<CallerLocated>(after.take(LocatedByPhone{u"01012345678"_s, fix})).incident, m_id);
}

void tst_Afterwards::theCallsBeforeAreTold()
{
    const QDateTime began = m_clock.now();
    const auto ringFrom = [this](quint64 line) { return first<CallArrived>(take(Rang{{line}, u"01012345678"_s})); };
    for (quint64 line = 50; line < 58; ++line) {
        const CallArrived call = ringFrom(line);
        (void)ask(AnswerCall{call.incident});
        (void)take(LineWentAway{{line}, LineEnd::HungUp});
        m_clock.advance(1min);
    }
    const EarlierCalls ordinary = ringFrom(58).earlier.value();
    (void)take(LineWentAway{{58}, LineEnd::Cancelled});

    QCOMPARE(ordinary.silent + ordinary.abandoned, 0U);
    QCOMPARE(ordinary.calls.size(), 8U);
    QCOMPARE(ordinary.last, began.addSecs(7 * 60));

    const EarlierCalls mixed = ringFrom(59).earlier.value();

    QCOMPARE(mixed.abandoned, 1U);
    QCOMPARE(mixed.last, m_clock.now());
    QCOMPARE(mixed.calls.size(), 8U); // the newest
    QCOMPARE(mixed.calls.front(), (EarlierCall{{9}, m_clock.now(), false, true}));
    QCOMPARE(mixed.calls.back(), (EarlierCall{{2}, began.addSecs(60), false, false}));
}

QTEST_GUILESS_MAIN(tst_Afterwards)
#include "tst_afterwards.moc"
