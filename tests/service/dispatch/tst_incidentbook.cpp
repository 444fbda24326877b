// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

#include "app/service/dispatch/invite.h"

#include <QSet>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

class tst_IncidentBook : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_book.reset(); }

    void everyRingIsAnIncidentOfItsOwn();
    void oneOfTwoSeatsGetsTheCall();
    void aCallerWhoHangsUpAfterTheKnockStaysOpen();
    void theLinkGoesOutOnce();
    void aSecondTextCarriesTheSameLink();
    void aSecondTextWaitsUntilTheFirstIsTaken();
    void aClockSetBackDoesNotDelayASecondText();
    void aFailedTextMayBeSentAgainAtOnce();
    void aWithheldNumberGetsNoText();
    void aLineSaidTwiceIsOneLine();
    void aLineOfTheTelephoneIsTheCallers();
    void thePageOpensOnceHoweverManyTabs();
    void whoOpenedThePageMayComeBackLate();
    void theCameraBelongsToTheVisitThatShowsIt();
    void anImpossibleFixIsDropped();
    void closingEndsLineLinkAndCamera();
    void aClosedIncidentTakesNothingMore();
    void aRestartKeepsOpenIncidentsAndTheirLinks();
    void aRestartDoesNotUnsayATextThatWasTaken();
    void unknownLinesAreIgnored();
    void tokensAreLongAndNeverTheSame();
};

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
    (void)take(TextAccepted{m_id, u"outbox"_s});
    m_clock.advance(30s);

    QCOMPARE(first<InviteSent>(ask(SendInvite{m_id})).token, u"token1"_s);
    m_clock.advance(3h);
    QCOMPARE(first<InviteSent>(ask(SendInvite{m_id})).token, u"token2"_s);
}

void tst_IncidentBook::aSecondTextWaitsUntilTheFirstIsTaken()
{
    knock();
    (void)ask(SendInvite{m_id});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"A text for incident"_s));
    m_clock.advance(30s);
    (void)take(TextDelayed{m_id, u"kannel"_s, {Error::Kind::Unreachable, u"down"_s}});

    QCOMPARE(first<Refused>(ask(SendInvite{m_id})).why.kind, Error::Kind::Refused);
    (void)take(TextAccepted{m_id, u"kannel"_s});

    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
    // No gateway may close the way for good by never saying a word.
    m_clock.advance(2min);
    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
}

void tst_IncidentBook::aClockSetBackDoesNotDelayASecondText()
{
    knock();
    (void)ask(SendInvite{m_id});
    (void)take(TextAccepted{m_id, u"outbox"_s});

    m_clock.advance(-1h);

    QVERIFY(has<InviteSent>(ask(SendInvite{m_id})));
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
    QVERIFY(ask(SendMessage{m_id, u"b"_s, u"혼자 계세요?"_s}).events.empty());
    QVERIFY(has<Refused>(ask(SendMessage{m_id, u"c"_s, QString(Message::longest + 1, u'x')})));
}

void tst_IncidentBook::aLineOfTheTelephoneIsTheCallers()
{
    knock();

    const Message said = first<MessageSent>(take(SaidByCall{m_line, u"a"_s, u"2층"_s})).message;

    QCOMPARE(said, (Message{u"a"_s, Message::Author::Caller, u"2층"_s, m_clock.now()}));
    QVERIFY(!has<MessageSent>(take(SaidByCall{m_line, u"a"_s, u"2층"_s})));
    QVERIFY(take(SaidByCall{{77}, u"b"_s, u"3층"_s}).events.empty());
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

void tst_IncidentBook::whoOpenedThePageMayComeBackLate()
{
    knock();
    (void)ask(SendInvite{m_id});
    (void)take(Opened{m_id, {3}});
    m_clock.advance(3h);

    const Outcome left = take(Left{m_id, {3}});

    QCOMPARE(count<AdmitToken>(left), 1);
    const auto admitted = std::ranges::find_if(
        left.effects, [](const Effect &effect) { return std::holds_alternative<AdmitToken>(effect); });
    QCOMPARE(std::get<AdmitToken>(*admitted).token, u"token1"_s);
    QCOMPARE(std::get<AdmitToken>(*admitted).expires, m_clock.now().addDuration(2h));
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
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Dropped a location"_s));

    for (int i = 0; i < 2; ++i) // the log has no line for each
        QVERIFY(take(Located{m_id, {91, 0, {1}, Fix::Source::Browser, m_clock.now(), {}, {}}}).events.empty());
    QVERIFY(has<CallerLocated>(take(Located{m_id, {36, 124, {1}, Fix::Source::Browser, m_clock.now(), {}, {}}})));
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
    QCOMPARE(first<InviteFailed>(outcome).why, Error::Kind::Expired);
    QCOMPARE(count<AdmitToken>(outcome), 1);
    QCOMPARE(std::get<AdmitToken>(outcome.effects.at(0)).token, u"token1"_s);
    QVERIFY(has<UnitOrdered>(after.take(Asked{{1}, OrderUnit{m_id, u"12"_s}})));
    QCOMPARE(first<CallArrived>(after.take(Rang{{1}, {}})).incident, IncidentId{100});
}

void tst_IncidentBook::aRestartDoesNotUnsayATextThatWasTaken()
{
    knock();
    const auto sent = first<InviteSent>(ask(SendInvite{m_id}));
    IncidentBook after(m_clock, {});
    after.restore(CallArrived{m_id, u"01012345678"_s, m_clock.now()});
    after.restore(sent);
    after.restore(InviteAccepted{m_id, u"kannel"_s, m_clock.now()});

    QVERIFY(!has<InviteFailed>(after.resume()));
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
