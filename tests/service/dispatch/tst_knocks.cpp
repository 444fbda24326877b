// SPDX-License-Identifier: Apache-2.0
#include "tests/service/dispatch/bookfixture.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;

/// What presses mean: a knock, an answer to a question, or neither.
class tst_Knocks : public BookFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_book.reset(); }

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
    void keysAnswerTheQuestionThatWasAsked_data();
    void keysAnswerTheQuestionThatWasAsked();
    void aQuestionNeedsSomebodyOnTheLine();
    void aPromptEndsTheQuestion();
    void whoWasJustAskedKeepsTheLine();
    void onlyWhoseCallItIsAsksAndHangsUp();
};

void tst_Knocks::aPromptNeedsSomebodyOnTheLine()
{
    ring();
    QVERIFY(has<Refused>(ask(AskToPress{m_id})));

    (void)ask(AnswerCall{m_id});
    const Outcome outcome = ask(AskToPress{m_id});

    QVERIFY(has<PromptStarted>(outcome));
    QCOMPARE(std::get<PlayPrompt>(outcome.effects.at(0)).line, m_line);
}

void tst_Knocks::twoPressesInTheWindowAreAKnock_data()
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

void tst_Knocks::twoPressesInTheWindowAreAKnock()
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

void tst_Knocks::pressesWithoutAPromptAreNoKnock()
{
    ringAndAnswer();

    const Outcome one = press(u'5');
    const Outcome two = press(u'5');

    QVERIFY(!first<KeyPressed>(one).prompted);
    QVERIFY(!has<KnockHeard>(two));
}

void tst_Knocks::morePressesAddToTheSameKnock()
{
    knock();

    QCOMPARE(first<KnockHeard>(press(u'1')).digits, u"591"_s);
}

void tst_Knocks::whoWaitsIsAskedOnlyWhereTheAgencyWants()
{
    QCOMPARE(count<AskWhileWaiting>(take(Rang{m_line, {}})), 0);

    askWaiting();

    QCOMPARE(count<AskWhileWaiting>(take(Rang{m_line, {}})), 1);
}

void tst_Knocks::aKnockWhileWaitingIsHeard()
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

void tst_Knocks::anAnswerInTheMiddleOfThePromptStillCounts()
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

void tst_Knocks::whoKnockedWhileWaitingAndLeftGetsTheLink()
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

void tst_Knocks::aPressByTwoWaysIsOnePress()
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

void tst_Knocks::anAgencyMayWaitForARowOfKeys()
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

void tst_Knocks::aTrainOfPressesIsNamedAsOne()
{
    ringAndAnswer();
    prompt();

    for (int presses = 1; presses <= 6; ++presses) {
        const Outcome outcome = press(u'2', 150ms);
        QVERIFY(presses < 2 || !first<KnockHeard>(outcome).train);
    }
    QVERIFY(first<KnockHeard>(press(u'2', 150ms)).train);
}

void tst_Knocks::aDismissedKnockNeedsTwoNewPresses()
{
    knock();
    QVERIFY(has<KnockDismissed>(ask(DismissKnock{m_id})));

    QVERIFY(!has<KnockHeard>(press(u'1')));
    QCOMPARE(first<KnockHeard>(press(u'2')).digits, u"12"_s);
}

void tst_Knocks::aConfirmedKnockIsNotRaisedAgain()
{
    knock();
    QVERIFY(has<SilentCallConfirmed>(ask(ConfirmSilentCall{m_id})));

    const Outcome outcome = press(u'1');

    QVERIFY(has<KeyPressed>(outcome));
    QVERIFY(!has<KnockHeard>(outcome));
    QVERIFY(has<Refused>(ask(ConfirmSilentCall{m_id})));
}

void tst_Knocks::keysAnswerTheQuestionThatWasAsked_data()
{
    QTest::addColumn<Rules::Answers>("answers");
    QTest::addColumn<QString>("keys"); // . is a pause of four seconds
    QTest::addColumn<QString>("said"); // y, n and u for each answer

    QTest::newRow("1 is yes") << Rules::Answers::ByKey << u"1"_s << u"y"_s;
    QTest::newRow("2 is no") << Rules::Answers::ByKey << u"2"_s << u"n"_s;
    QTest::newRow("other keys say nothing") << Rules::Answers::ByKey << u"5*0"_s << QString();
    QTest::newRow("a caller may change their mind") << Rules::Answers::ByKey << u"21"_s << u"ny"_s;
    QTest::newRow("once is yes") << Rules::Answers::ByCount << u"7"_s << u"y"_s;
    QTest::newRow("twice is no") << Rules::Answers::ByCount << u"77"_s << u"yn"_s;
    QTest::newRow("more is unclear") << Rules::Answers::ByCount << u"777"_s << u"ynu"_s;
    QTest::newRow("after a pause it counts anew") << Rules::Answers::ByCount << u"77.7"_s << u"yny"_s;
}

void tst_Knocks::keysAnswerTheQuestionThatWasAsked()
{
    QFETCH(const Rules::Answers, answers);
    QFETCH(const QString, keys);
    m_rules.answers = answers;
    m_book.emplace(m_clock, m_rules);
    knock();
    QCOMPARE(first<QuestionAsked>(ask(AskQuestion{m_id, u"danger"_s, u"In danger?"_s})).question, u"danger"_s);

    QString said;
    for (const QChar key : keys) {
        if (key == u'.') {
            m_clock.advance(4s);
            continue;
        }
        const Outcome outcome = press(key);
        QVERIFY(!first<KeyPressed>(outcome).prompted);
        QVERIFY(!has<KnockHeard>(outcome));
        if (has<QuestionAnswered>(outcome))
            said += u"ynu"_s[int(first<QuestionAnswered>(outcome).answer)];
    }

    QTEST(said, "said");
}

void tst_Knocks::aQuestionNeedsSomebodyOnTheLine()
{
    ring();
    QVERIFY(has<Refused>(ask(AskQuestion{m_id, u"danger"_s, u"In danger?"_s})));
    (void)ask(AnswerCall{m_id});
    QVERIFY(has<Refused>(ask(AskQuestion{m_id, QString(), u"In danger?"_s})));
    QVERIFY(has<Refused>(ask(AskQuestion{m_id, u"danger"_s, QString(201, u'x')})));
    (void)ask(AskToPress{m_id});
    QVERIFY(has<Refused>(ask(AskQuestion{m_id, u"danger"_s, u"In danger?"_s})));
}

void tst_Knocks::aPromptEndsTheQuestion()
{
    ringAndAnswer();
    (void)ask(AskQuestion{m_id, u"danger"_s, u"In danger?"_s});
    prompt();

    QVERIFY(!has<QuestionAnswered>(press(u'1')));
    QVERIFY(has<KnockHeard>(press(u'1')));
}

void tst_Knocks::whoWasJustAskedKeepsTheLine()
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

void tst_Knocks::onlyWhoseCallItIsAsksAndHangsUp()
{
    const SeatId other{2};
    ringAndAnswer();

    for (const Command &command :
         {Command(AskToPress{m_id}), Command(AskQuestion{m_id, u"danger"_s, u"In danger?"_s}), Command(HangUp{m_id})})
        QCOMPARE(first<Refused>(ask(command, other)).why.kind, Error::Kind::Refused);

    QVERIFY(has<PromptStarted>(ask(AskToPress{m_id})));
}

QTEST_GUILESS_MAIN(tst_Knocks)
#include "tst_knocks.moc"
