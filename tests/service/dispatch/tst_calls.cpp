// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// How a call is handled from its answer to its end, and what is known of a caller before it.
class tst_Calls : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_book.reset(); }

    void theFirstSeatToAnswerHasTheCall();
    void aHeldCallBelongsToWhoeverTakesItUpFirst();
    void onlyTheCallsOwnSeatHoldsIt();
    void aCallIsHandedToAnotherSeat();
    void theSoundGoesToTheSeatOnTheLineOnly();
    void aCallerIsPassedOn();
    void aRefusedTransferLeavesTheCallerHere();
    void onlyANumberIsPassedTo_data();
    void onlyANumberIsPassedTo();
    void aCallerIsCalledBack();
    void callingBackAfterAKnockNeedsAReason();
    void callingBackAfterAKnockInAnEarlierCallNeedsAReason();
    void nobodyIsCalledBackWhileTheLineIsInUse();
    void whoeverWasDialledForAClosedIncidentIsReleased();
    void aRecordingBeginsWithTheAnswer();
    void whoAnswersAnotherCallHoldsTheFirst();
    void aRecordingMayBeWholeAfterTheClose();
    void anotherSeatClosesALiveCallWithAReasonOnly();
    void earlierCallsAreKnownWhenTheNextOneRings();
    void codedTalkIsASilentCallOfItsNumber();
    void aDayLaterTheyAreForgotten();
    void aWithheldNumberHasNoPast();
    void whatTheJournalHoldsIsRemembered();

private:
    void leave() { (void)take(LineWentAway{m_line, LineEnd::HungUp}); }
};

void tst_Calls::theFirstSeatToAnswerHasTheCall()
{
    ring();

    const Outcome one = ask(AnswerCall{m_id}, {1});
    const Outcome two = ask(AnswerCall{m_id}, {2});

    QCOMPARE(first<CallAnswered>(one).seat, SeatId{1});
    QCOMPARE(count<AnswerLine>(two), 0);
    QCOMPARE(first<Refused>(two).seat, SeatId{2});
}

void tst_Calls::aHeldCallBelongsToWhoeverTakesItUpFirst()
{
    ringAndAnswer();
    QVERIFY(has<CallHeld>(ask(HoldCall{m_id}, {1})));

    const Outcome two = ask(ResumeCall{m_id}, {2});
    const Outcome three = ask(ResumeCall{m_id}, {3});

    QCOMPARE(first<CallResumed>(two).seat, SeatId{2});
    QVERIFY(has<Refused>(three));
    QVERIFY(m_book->lineOf({2}).isValid());
}

void tst_Calls::onlyTheCallsOwnSeatHoldsIt()
{
    ringAndAnswer();

    QVERIFY(has<Refused>(ask(HoldCall{m_id}, {2})));
    QVERIFY(has<CallHeld>(ask(HoldCall{m_id}, {1})));
    QVERIFY(has<Refused>(ask(HoldCall{m_id}, {1})));
}

void tst_Calls::aCallIsHandedToAnotherSeat()
{
    ringAndAnswer();
    QVERIFY(has<Refused>(ask(HandOverCall{m_id, {1}}, {1})));
    QVERIFY(has<Refused>(ask(HandOverCall{m_id, {3}}, {2})));

    const Outcome given = ask(HandOverCall{m_id, {2}}, {1});

    QCOMPARE(first<CallHandedOver>(given).to, SeatId{2});
    QVERIFY(!m_book->lineOf({2}).isValid());
    QVERIFY(has<CallResumed>(ask(ResumeCall{m_id}, {2})));
    QCOMPARE(m_book->lineOf({2}), m_line);
}

void tst_Calls::theSoundGoesToTheSeatOnTheLineOnly()
{
    ring();
    QVERIFY(!m_book->lineOf({1}).isValid());
    (void)ask(AnswerCall{m_id});

    QCOMPARE(m_book->lineOf({1}), m_line);
    QVERIFY(!m_book->lineOf({2}).isValid());

    (void)ask(HoldCall{m_id});
    QVERIFY(!m_book->lineOf({1}).isValid());
    (void)ask(ResumeCall{m_id});
    leave();
    QVERIFY(!m_book->lineOf({1}).isValid());
}

void tst_Calls::whoAnswersAnotherCallHoldsTheFirst()
{
    ringAndAnswer();
    const IncidentId second = first<CallArrived>(take(Rang{{50}, u"01099999999"_s})).incident;

    const Outcome answered = ask(AnswerCall{second});

    QCOMPARE(first<CallHeld>(answered).incident, m_id);
    QCOMPARE(m_book->lineOf({1}), LineId{50});
    const Outcome back = ask(ResumeCall{m_id});
    QCOMPARE(first<CallHeld>(back).incident, second);
    QCOMPARE(m_book->lineOf({1}), m_line);
}

void tst_Calls::aCallerIsPassedOn()
{
    ringAndAnswer();

    const Outcome passed = ask(TransferCall{m_id, u"119"_s});
    const Outcome gone = take(LineWentAway{m_line, LineEnd::Transferred});

    QCOMPARE(std::get<TransferLine>(passed.effects.at(0)), (TransferLine{m_line, u"119"_s}));
    QCOMPARE(first<LineEnded>(gone).how, LineEnd::Transferred);
}

void tst_Calls::aRefusedTransferLeavesTheCallerHere()
{
    ringAndAnswer();
    (void)ask(TransferCall{m_id, u"119"_s});
    QVERIFY(has<Refused>(ask(TransferCall{m_id, u"120"_s})));

    const Outcome refused = take(TransferRefused{m_line, {Error::Kind::Refused, u"603"_s}});

    QCOMPARE(first<TransferFailed>(refused).why, Error::Kind::Refused);
    QVERIFY(m_book->lineOf({1}).isValid());
    QVERIFY(has<TransferBegan>(ask(TransferCall{m_id, u"120"_s})));
}

void tst_Calls::onlyANumberIsPassedTo_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<bool>("granted");

    QTest::newRow("short") << u"119"_s << true;
    QTest::newRow("international") << u"+82212345678"_s << true;
    QTest::newRow("an address") << u"sip:119@evil.invalid"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("too long") << u"1234567890123456"_s << false;
    QTest::newRow("other digits") << u"１１９"_s << false;
}

void tst_Calls::onlyANumberIsPassedTo()
{
    QFETCH(const QString, number);
    QFETCH(const bool, granted);
    ringAndAnswer();

    QCOMPARE(has<TransferBegan>(ask(TransferCall{m_id, number})), granted);
}

void tst_Calls::aCallerIsCalledBack()
{
    ringAndAnswer();
    leave();
    const LineId back{41};

    const Outcome began = ask(CallBack{m_id, {}}, {2});
    (void)take(Dialled{m_id, back});
    const Outcome answered = take(LineAnswered{back});

    QCOMPARE(std::get<DialLine>(began.effects.at(0)).number, u"01012345678"_s);
    QVERIFY(has<CallBackAnswered>(answered));
    QCOMPARE(count<RecordLine>(answered), 1);
    QCOMPARE(m_book->lineOf({2}), back);
    QCOMPARE(first<LineEnded>(take(LineWentAway{back, LineEnd::HungUp})).how, LineEnd::HungUp);
}

void tst_Calls::callingBackAfterAKnockNeedsAReason()
{
    knock();
    leave();

    QCOMPARE(first<Refused>(ask(CallBack{m_id, u"  "_s})).why.kind, Error::Kind::Refused);
    QCOMPARE(first<CallBackBegan>(ask(CallBack{m_id, u"patrol asks"_s})).reason, u"patrol asks"_s);
}

void tst_Calls::callingBackAfterAKnockInAnEarlierCallNeedsAReason()
{
    knock();
    leave();
    m_clock.advance(1h);
    m_id = first<CallArrived>(take(Rang{{50}, u"01012345678"_s})).incident;
    (void)take(LineWentAway{{50}, LineEnd::Cancelled});

    QVERIFY(has<Refused>(ask(CallBack{m_id, {}})));
}

void tst_Calls::nobodyIsCalledBackWhileTheLineIsInUse()
{
    ringAndAnswer();
    QVERIFY(has<Refused>(ask(CallBack{m_id, {}})));
    leave();
    QVERIFY(has<CallBackBegan>(ask(CallBack{m_id, {}})));
    QVERIFY(has<Refused>(ask(CallBack{m_id, {}})));

    (void)take(Dialled{m_id, {41}});
    QCOMPARE(first<LineEnded>(take(LineWentAway{{41}, LineEnd::Unreached})).how, LineEnd::Unreached);
    QVERIFY(has<CallBackBegan>(ask(CallBack{m_id, {}})));
}

void tst_Calls::whoeverWasDialledForAClosedIncidentIsReleased()
{
    ringAndAnswer();
    leave();
    (void)ask(CallBack{m_id, {}});
    (void)ask(CloseIncident{m_id, CloseReason::NoNeed, {}});

    const Outcome late = take(Dialled{m_id, {41}});

    QCOMPARE(std::get<ReleaseLine>(late.effects.at(0)).line, LineId{41});
}

void tst_Calls::aRecordingBeginsWithTheAnswer()
{
    ring();

    QCOMPARE(count<RecordLine>(ask(AnswerCall{m_id})), 1);
}

void tst_Calls::aRecordingMayBeWholeAfterTheClose()
{
    ringAndAnswer();
    (void)take(RecordingOpened{m_id, u"a.mka"_s, m_clock.now()});
    QVERIFY(has<IncidentClosed>(ask(CloseIncident{m_id, CloseReason::NoNeed, {}})));

    const Outcome whole = take(RecordingClosed{m_id, u"a.mka"_s, u"e3b0"_s, 2s, false});

    QCOMPARE(first<RecordingEnded>(whole).duration, 2000ms);
    QVERIFY(has<Refused>(ask(HoldCall{m_id})));
}

void tst_Calls::anotherSeatClosesALiveCallWithAReasonOnly()
{
    ringAndAnswer();

    const Outcome silent = ask(CloseIncident{m_id, CloseReason::Mistake, u" "_s}, {2});
    const Outcome explained = ask(CloseIncident{m_id, CloseReason::Mistake, u"seat 1 asked for it"_s}, {2});

    QVERIFY(has<Refused>(silent));
    QVERIFY(silent.effects.empty());
    QVERIFY(has<IncidentClosed>(explained));
    ring();
    (void)ask(AnswerCall{m_id});
    leave();
    QVERIFY(has<IncidentClosed>(ask(CloseIncident{m_id, CloseReason::NoNeed, {}}, {2})));
}

void tst_Calls::earlierCallsAreKnownWhenTheNextOneRings()
{
    const QDateTime knocked = m_clock.now();
    knock();
    leave();
    m_clock.advance(1h);
    const CallArrived second = first<CallArrived>(take(Rang{{50}, u"01012345678"_s}));
    (void)take(LineWentAway{{50}, LineEnd::Cancelled});
    const QDateTime abandoned = m_clock.now();
    m_clock.advance(1h);

    const CallArrived third = first<CallArrived>(take(Rang{{51}, u"01012345678"_s}));
    const CallArrived other = first<CallArrived>(take(Rang{{52}, u"01099999999"_s}));

    QCOMPARE(second.earlier.value().silent, 1U);
    QCOMPARE(second.earlier.value().abandoned, 0U);
    QCOMPARE(
        third.earlier.value(),
        (EarlierCalls{1, 1, abandoned, {{second.incident, abandoned, false, true}, {m_id, knocked, true, false}}}));
    QVERIFY(!other.earlier);
}

void tst_Calls::codedTalkIsASilentCallOfItsNumber()
{
    ringAndAnswer();
    QVERIFY(has<CodedTalkMarked>(ask(MarkCodedTalk{m_id})));
    leave();
    m_clock.advance(1h);

    const CallArrived again = first<CallArrived>(take(Rang{{50}, u"01012345678"_s}));

    QCOMPARE(again.earlier.value().silent, 1U);
}

void tst_Calls::aDayLaterTheyAreForgotten()
{
    knock();
    leave();
    m_clock.advance(24h + 1min);

    QVERIFY(!first<CallArrived>(take(Rang{{50}, u"01012345678"_s})).earlier);
}

void tst_Calls::aWithheldNumberHasNoPast()
{
    (void)take(Rang{{50}, {}});
    (void)take(LineWentAway{{50}, LineEnd::Cancelled});

    QVERIFY(!first<CallArrived>(take(Rang{{51}, {}})).earlier);
}

void tst_Calls::whatTheJournalHoldsIsRemembered()
{
    const QDateTime now = m_clock.now();
    m_book->remember(CallArrived{{3}, u"01012345678"_s, now});
    m_book->remember(KnockHeard{{3}, u"59"_s, 900ms, false, now});
    m_book->remember(CallArrived{{4}, u"01012345678"_s, now});
    m_book->remember(KnockHeard{{4}, u"11"_s, 900ms, false, now});
    m_book->remember(KnockDismissed{{4}, {1}, now});
    m_clock.advance(1min);

    ring();
    leave();
    m_clock.advance(1min);

    QCOMPARE(first<CallArrived>(take(Rang{{51}, u"01012345678"_s})).earlier.value().silent, 1U);
}

QTEST_GUILESS_MAIN(tst_Calls)
#include "tst_calls.moc"
