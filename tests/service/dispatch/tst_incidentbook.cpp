// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/incidentbook.h"
#include "app/service/dispatch/invite.h"
#include "tests/support/manualclock.h"
#include "tests/support/outcome.h"

#include <QSet>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

class tst_IncidentBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_book.reset(); }

    void everyRingIsAnIncidentOfItsOwn();
    void oneOfTwoSeatsGetsTheCall();
    void aPromptNeedsSomebodyOnTheLine();
    void twoPressesInTheWindowAreAKnock_data();
    void twoPressesInTheWindowAreAKnock();
    void pressesWithoutAPromptAreNoKnock();
    void morePressesAddToTheSameKnock();
    void whoWaitsIsAskedOnlyWhereTheAgencyWants();
    void aKnockWhileWaitingIsHeard();
    void anAnswerInTheMiddleOfThePromptStillCounts();
    void whoKnockedWhileWaitingAndLeftGetsTheLink();
    void aPressByTwoWaysIsOnePress();
    void anAgencyMayWaitForARowOfKeys();
    void aTrainOfPressesIsNamedAsOne();
    void aDismissedKnockNeedsTwoNewPresses();
    void aConfirmedKnockIsNotRaisedAgain();
    void aCallerWhoHangsUpAfterTheKnockStaysOpen();
    void theLinkGoesOutOnce();
    void aSecondTextCarriesTheSameLink();
    void aFailedTextMayBeSentAgainAtOnce();
    void aWithheldNumberGetsNoText();
    void aLineSaidTwiceIsOneLine();
    void thePageOpensOnceHoweverManyTabs();
    void theCameraBelongsToTheVisitThatShowsIt();
    void anImpossibleFixIsDropped();
    void whoWasJustAskedKeepsTheLine();
    void closingEndsLineLinkAndCamera();
    void aClosedIncidentTakesNothingMore();
    void aRestartKeepsOpenIncidentsAndTheirLinks();
    void unknownLinesAreIgnored();
    void tokensAreLongAndNeverTheSame();

private:
    Outcome take(const Input &input) { return m_book->take(input); }
    Outcome ask(const Command &command, SeatId seat = {1}) { return m_book->take(Asked{seat, command}); }
    void ring() { m_id = first<CallArrived>(take(Rang{m_line, u"01012345678"_s})).incident; }
    void ringAndAnswer()
    {
        ring();
        (void)ask(AnswerCall{m_id});
    }
    void askWaiting()
    {
        m_rules.askWhileWaiting = true;
        m_book.emplace(m_clock, m_rules);
    }
    void prompt()
    {
        (void)ask(AskToPress{m_id});
        m_clock.advance(4s);
        (void)take(PromptPlayed{m_line});
    }
    Outcome press(QChar key, std::chrono::milliseconds later = 600ms)
    {
        m_clock.advance(later);
        return take(Pressed{m_line, ++m_presses, key, Carrier::Event, {}, m_clock.now()});
    }
    void knock()
    {
        ringAndAnswer();
        prompt();
        (void)press(u'5');
        (void)press(u'9');
    }

    test::ManualClock m_clock;
    Rules m_rules;
    std::optional<IncidentBook> m_book;
    int m_tokens = 0;
    quint64 m_presses = 0;
    const LineId m_line{40};
    IncidentId m_id;
};

void tst_IncidentBook::init()
{
    QTest::failOnWarning();
    m_rules = {};
    m_rules.linkBase = u"https://knock.invalid/"_s;
    m_rules.composeText = [](const QString &link) { return u"open "_s + link; };
    m_rules.makeToken = [this] { return u"token%1"_s.arg(++m_tokens); };
    m_tokens = 0;
    m_book.emplace(m_clock, m_rules);
}

void tst_IncidentBook::everyRingIsAnIncidentOfItsOwn()
{
    const auto one = first<CallArrived>(take(Rang{{1}, u"01012345678"_s}));
    const auto two = first<CallArrived>(take(Rang{{2}, u"01012345678"_s}));

    QVERIFY(one.incident.isValid());
    QVERIFY(one.incident != two.incident);
    QCOMPARE(one.at, m_clock.now());
}

void tst_IncidentBook::oneOfTwoSeatsGetsTheCall()
{
    ring();

    const Outcome winner = ask(AnswerCall{m_id}, {1});
    const Outcome loser = ask(AnswerCall{m_id}, {2});

    QCOMPARE(first<CallAnswered>(winner).seat, SeatId{1});
    QCOMPARE(count<AnswerLine>(winner), 1);
    QCOMPARE(first<Refused>(loser).seat, SeatId{2});
    QCOMPARE(first<Refused>(loser).asked, u"answerCall"_s);
    QCOMPARE(count<AnswerLine>(loser), 0);
}

void tst_IncidentBook::aPromptNeedsSomebodyOnTheLine()
{
    ring();
    QVERIFY(has<Refused>(ask(AskToPress{m_id})));

    (void)ask(AnswerCall{m_id});
    const Outcome outcome = ask(AskToPress{m_id});

    QVERIFY(has<PromptStarted>(outcome));
    QCOMPARE(std::get<PlayPrompt>(outcome.effects.at(0)).line, m_line);
}

void tst_IncidentBook::twoPressesInTheWindowAreAKnock_data()
{
    QTest::addColumn<int>("firstAfter"); // ms since the end of the prompt
    QTest::addColumn<int>("between");
    QTest::addColumn<bool>("knock");

    QTest::newRow("at once") << 1 << 80 << true;
    QTest::newRow("after a while") << 1600 << 600 << true;
    QTest::newRow("the second as the window ends") << 9000 << 1000 << true;
    QTest::newRow("the second a moment too late") << 9000 << 1001 << false;
    QTest::newRow("both too late") << 11000 << 500 << false;
}

void tst_IncidentBook::twoPressesInTheWindowAreAKnock()
{
    QFETCH(const int, firstAfter);
    QFETCH(const int, between);
    QFETCH(const bool, knock);
    ringAndAnswer();
    prompt();

    const Outcome one = press(u'5', std::chrono::milliseconds(firstAfter));
    const Outcome two = press(u'9', std::chrono::milliseconds(between));

    QVERIFY(!has<KnockHeard>(one));
    QCOMPARE(has<KnockHeard>(two), knock);
    if (knock) {
        QCOMPARE(first<KnockHeard>(two).digits, u"59"_s);
        QCOMPARE(first<KnockHeard>(two).afterPrompt.count(), firstAfter);
    }
}

void tst_IncidentBook::pressesWithoutAPromptAreNoKnock()
{
    ringAndAnswer();

    const Outcome one = press(u'5');
    const Outcome two = press(u'5');

    QVERIFY(!first<KeyPressed>(one).prompted);
    QVERIFY(!has<KnockHeard>(two));
}

void tst_IncidentBook::morePressesAddToTheSameKnock()
{
    knock();

    QCOMPARE(first<KnockHeard>(press(u'1')).digits, u"591"_s);
}

void tst_IncidentBook::whoWaitsIsAskedOnlyWhereTheAgencyWants()
{
    QCOMPARE(count<AskWhileWaiting>(take(Rang{m_line, {}})), 0);

    askWaiting();

    QCOMPARE(count<AskWhileWaiting>(take(Rang{m_line, {}})), 1);
}

void tst_IncidentBook::aKnockWhileWaitingIsHeard()
{
    askWaiting();
    ring();

    QCOMPARE(first<PromptStarted>(take(PromptBegan{m_line})).seat, SeatId());
    m_clock.advance(4s);
    QVERIFY(has<PromptEnded>(take(PromptPlayed{m_line})));
    (void)press(u'5');

    QCOMPARE(first<KnockHeard>(press(u'9')).digits, u"59"_s);
    QVERIFY(has<CallAnswered>(ask(AnswerCall{m_id})));
    QVERIFY(has<SilentCallConfirmed>(ask(ConfirmSilentCall{m_id})));
    QVERIFY(take(PromptBegan{m_line}).events.empty()); // told too late: the line was answered
}

void tst_IncidentBook::anAnswerInTheMiddleOfThePromptStillCounts()
{
    askWaiting();
    ring();
    (void)take(PromptBegan{m_line});
    m_clock.advance(2s);

    const Outcome answered = ask(AnswerCall{m_id});
    (void)press(u'5');

    QVERIFY(has<PromptEnded>(answered));
    QVERIFY(has<KnockHeard>(press(u'5')));
    QVERIFY(has<PromptStarted>(ask(AskToPress{m_id})));
}

void tst_IncidentBook::whoKnockedWhileWaitingAndLeftGetsTheLink()
{
    askWaiting();
    ring();
    (void)take(PromptBegan{m_line});
    (void)press(u'5');
    (void)press(u'5');
    QVERIFY(has<Refused>(ask(SendInvite{m_id}))); // there is somebody to answer

    (void)take(LineWentAway{m_line, LineEnd::Cancelled});

    QVERIFY(has<SilentCallConfirmed>(ask(ConfirmSilentCall{m_id})));
    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
}

void tst_IncidentBook::aPressByTwoWaysIsOnePress()
{
    ringAndAnswer();
    prompt();
    (void)press(u'5');

    const Outcome again = take(PressedToo{m_line, m_presses, Carrier::Tone, Dbm0{-21}});

    QCOMPARE(first<PressCorroborated>(again).press, m_presses);
    QCOMPARE(first<PressCorroborated>(again).carrier, Carrier::Tone);
    QVERIFY(!has<KnockHeard>(again));
    QVERIFY(has<KnockHeard>(press(u'5')));
}

void tst_IncidentBook::anAgencyMayWaitForARowOfKeys()
{
    m_rules.knock = *KnockPattern::parse(u"55"_s);
    m_book.emplace(m_clock, m_rules);
    ringAndAnswer();
    prompt();

    QVERIFY(!has<KnockHeard>(press(u'5')));
    QVERIFY(!has<KnockHeard>(press(u'6')));
    QVERIFY(!has<KnockHeard>(press(u'5')));
    QCOMPARE(first<KnockHeard>(press(u'5')).digits, u"5655"_s);
}

void tst_IncidentBook::aTrainOfPressesIsNamedAsOne()
{
    ringAndAnswer();
    prompt();

    for (int presses = 1; presses <= 6; ++presses) {
        const Outcome outcome = press(u'2', 150ms);
        QVERIFY(presses < 2 || !first<KnockHeard>(outcome).train);
    }
    QVERIFY(first<KnockHeard>(press(u'2', 150ms)).train);
}

void tst_IncidentBook::aDismissedKnockNeedsTwoNewPresses()
{
    knock();
    QVERIFY(has<KnockDismissed>(ask(DismissKnock{m_id})));

    QVERIFY(!has<KnockHeard>(press(u'1')));
    QCOMPARE(first<KnockHeard>(press(u'2')).digits, u"12"_s);
}

void tst_IncidentBook::aConfirmedKnockIsNotRaisedAgain()
{
    knock();
    QVERIFY(has<SilentCallConfirmed>(ask(ConfirmSilentCall{m_id})));

    const Outcome outcome = press(u'1');

    QVERIFY(has<KeyPressed>(outcome));
    QVERIFY(!has<KnockHeard>(outcome));
    QVERIFY(has<Refused>(ask(ConfirmSilentCall{m_id})));
}

void tst_IncidentBook::aCallerWhoHangsUpAfterTheKnockStaysOpen()
{
    knock();

    const Outcome outcome = take(LineWentAway{m_line, LineEnd::HungUp});

    QCOMPARE(first<LineEnded>(outcome).how, LineEnd::HungUp);
    QVERIFY(has<SilentCallConfirmed>(ask(ConfirmSilentCall{m_id})));
    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
}

void tst_IncidentBook::theLinkGoesOutOnce()
{
    knock();

    const Outcome sent = ask(SendInvite{m_id});
    const Outcome slipped = ask(SendInvite{m_id});

    QCOMPARE(first<InviteSent>(sent).link, u"https://knock.invalid/token1"_s);
    QCOMPARE(first<InviteSent>(sent).text, u"open https://knock.invalid/token1"_s);
    QCOMPARE(count<AdmitToken>(sent), 1);
    QCOMPARE(count<SendText>(sent), 1);
    QVERIFY(has<Refused>(slipped));
    QCOMPARE(count<SendText>(slipped), 0);
}

void tst_IncidentBook::aSecondTextCarriesTheSameLink()
{
    knock();
    (void)ask(SendInvite{m_id});
    m_clock.advance(30s);

    QCOMPARE(first<InviteSent>(ask(SendInvite{m_id})).token, u"token1"_s);
    m_clock.advance(3h);
    QCOMPARE(first<InviteSent>(ask(SendInvite{m_id})).token, u"token2"_s);
}

void tst_IncidentBook::aFailedTextMayBeSentAgainAtOnce()
{
    knock();
    (void)ask(SendInvite{m_id});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"No text for incident"_s));
    QVERIFY(has<InviteFailed>(take(TextFailed{m_id, {Error::Kind::Unreachable, u"gateway down"_s}})));

    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
}

void tst_IncidentBook::aWithheldNumberGetsNoText()
{
    m_id = first<CallArrived>(take(Rang{m_line, {}})).incident;
    (void)ask(AnswerCall{m_id});

    QCOMPARE(first<Refused>(ask(SendInvite{m_id})).why.kind, Error::Kind::NotFound);
}

void tst_IncidentBook::aLineSaidTwiceIsOneLine()
{
    knock();
    (void)ask(SendInvite{m_id});
    (void)take(Opened{m_id, {3}});

    const Outcome once = take(Said{m_id, u"a"_s, u"2"_s});
    const Outcome again = take(Said{m_id, u"a"_s, u"2"_s});

    QVERIFY(has<MessageSent>(once));
    QVERIFY(!has<MessageSent>(again));
    QCOMPARE(count<ShowMessage>(again), 1); // the receipt
    QVERIFY(has<MessageSent>(ask(SendMessage{m_id, u"b"_s, u"혼자 계세요?"_s})));
    QVERIFY(has<Refused>(ask(SendMessage{m_id, u"b"_s, u"혼자 계세요?"_s})));
    QVERIFY(has<Refused>(ask(SendMessage{m_id, u"c"_s, QString(Message::longest + 1, u'x')})));
}

void tst_IncidentBook::thePageOpensOnceHoweverManyTabs()
{
    knock();
    (void)ask(SendInvite{m_id});

    const Outcome one = take(Opened{m_id, {3}});
    const Outcome two = take(Opened{m_id, {4}});
    const Outcome left = take(Left{m_id, {3}});
    const Outcome gone = take(Left{m_id, {4}});

    QVERIFY(has<PageOpened>(one));
    QVERIFY(!has<PageOpened>(two));
    QCOMPARE(count<ShowChat>(two), 1);
    QVERIFY(!has<PageLeft>(left));
    QVERIFY(has<PageLeft>(gone));
}

void tst_IncidentBook::theCameraBelongsToTheVisitThatShowsIt()
{
    knock();
    (void)ask(SendInvite{m_id});
    (void)take(Opened{m_id, {3}});
    QCOMPARE(count<ReceiveCamera>(take(CameraOffered{m_id, {3}, u"v=0"_s})), 1);

    QVERIFY(has<CameraStarted>(take(PictureSeen{m_id, {3}})));
    QVERIFY(take(PictureSeen{m_id, {3}}).events.empty());
    QVERIFY(take(PictureLost{m_id, {9}}).events.empty());
    QVERIFY(has<CameraStopped>(take(PictureLost{m_id, {3}})));
    QVERIFY(has<CameraStarted>(take(PictureSeen{m_id, {3}})));
    const Outcome left = take(Left{m_id, {3}});

    QVERIFY(has<CameraStopped>(left));
    QCOMPARE(count<DropCamera>(left), 1);
}

void tst_IncidentBook::anImpossibleFixIsDropped()
{
    knock();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Dropping a location"_s));

    QVERIFY(take(Located{m_id, {91, 0, {1}, Fix::Source::Browser, m_clock.now(), {}, {}}}).events.empty());
    QVERIFY(has<CallerLocated>(take(Located{m_id, {36, 124, {1}, Fix::Source::Browser, m_clock.now(), {}, {}}})));
}

void tst_IncidentBook::whoWasJustAskedKeepsTheLine()
{
    ringAndAnswer();
    (void)ask(AskToPress{m_id});
    QVERIFY(has<Refused>(ask(HangUp{m_id})));
    m_clock.advance(4s);
    (void)take(PromptPlayed{m_line});

    m_clock.advance(3999ms);
    QCOMPARE(first<Refused>(ask(HangUp{m_id})).why.kind, Error::Kind::Refused);
    QVERIFY(has<Refused>(ask(CloseIncident{m_id, CloseReason::Mistake, u" "_s})));
    m_clock.advance(1ms);
    QCOMPARE(count<ReleaseLine>(ask(HangUp{m_id})), 1);

    (void)ask(AskToPress{m_id});
    QVERIFY(has<IncidentClosed>(ask(CloseIncident{m_id, CloseReason::Mistake, u"a child, laughing"_s})));
}

void tst_IncidentBook::closingEndsLineLinkAndCamera()
{
    knock();
    (void)ask(SendInvite{m_id});
    (void)take(Opened{m_id, {3}});
    (void)take(PictureSeen{m_id, {3}});

    const Outcome outcome = ask(CloseIncident{m_id, CloseReason::HelpSent, {}});

    QCOMPARE(first<LineEnded>(outcome).how, LineEnd::Released);
    QVERIFY(has<IncidentClosed>(outcome));
    QCOMPARE(count<ReleaseLine>(outcome), 1);
    QCOMPARE(count<RevokeTokens>(outcome), 1);
    QCOMPARE(count<DropCamera>(outcome), 1);
}

void tst_IncidentBook::aClosedIncidentTakesNothingMore()
{
    knock();
    (void)ask(CloseIncident{m_id, CloseReason::Mistake, {}});

    QCOMPARE(first<Refused>(ask(SendInvite{m_id})).why.kind, Error::Kind::NotFound);
    QVERIFY(take(Said{m_id, u"a"_s, u"2"_s}).events.empty());
    QVERIFY(press(u'5').events.empty());
    QVERIFY(take(LineWentAway{m_line, LineEnd::HungUp}).events.empty());
    QVERIFY(take(Opened{m_id, {3}}).events.empty());
}

void tst_IncidentBook::aRestartKeepsOpenIncidentsAndTheirLinks()
{
    std::vector<Event> journal;
    const auto note
        = [&](const Outcome &outcome) { journal.insert(journal.end(), outcome.events.begin(), outcome.events.end()); };
    note(take(Rang{m_line, u"01012345678"_s}));
    m_id = first<CallArrived>({{journal.front()}, {}}).incident;
    note(ask(AnswerCall{m_id}));
    note(ask(SendInvite{m_id}));
    note(take(Opened{m_id, {3}}));
    note(take(Rang{{41}, {}}));

    IncidentBook after(m_clock, {});
    for (const Event &event : journal)
        after.restore(event);
    after.continueAfter({99});
    const Outcome outcome = after.resume();

    QCOMPARE(std::ranges::count_if(outcome.events, [](const Event &e) { return std::holds_alternative<LineEnded>(e); }),
             2);
    QVERIFY(has<PageLeft>(outcome));
    QCOMPARE(count<AdmitToken>(outcome), 1);
    QCOMPARE(std::get<AdmitToken>(outcome.effects.at(0)).token, u"token1"_s);
    QVERIFY(has<UnitOrdered>(after.take(Asked{{1}, OrderUnit{m_id, u"12"_s}})));
    QCOMPARE(first<CallArrived>(after.take(Rang{{1}, {}})).incident, IncidentId{100});
}

void tst_IncidentBook::unknownLinesAreIgnored()
{
    QVERIFY(take(Pressed{{77}, 1, u'5', Carrier::Tone, {}, m_clock.now()}).events.empty());
    QVERIFY(take(PromptPlayed{{77}}).events.empty());
    QVERIFY(take(LineWentAway{{77}, LineEnd::HungUp}).events.empty());
    QCOMPARE(first<Refused>(ask(AnswerCall{{77}})).why.kind, Error::Kind::NotFound);
}

void tst_IncidentBook::tokensAreLongAndNeverTheSame()
{
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i)
        seen << makeToken();

    QCOMPARE(seen.size(), 1000);
    for (const QString &token : std::as_const(seen))
        QCOMPARE(token.size(), 22);
}

QTEST_GUILESS_MAIN(tst_IncidentBook)
#include "tst_incidentbook.moc"
