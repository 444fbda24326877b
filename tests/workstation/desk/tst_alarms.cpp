// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/alarms.h"
#include "tests/support/modeltext.h"
#include "tests/support/story.h"

#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using desk::Alarms;

class tst_Alarms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void isSilentUntilAllThatIsPastWasTold();
    void aWaitingCallBecomesMorePressing();
    void anAnsweredCallIsNotHeard();
    void aKnockIsHeardBeforeAWaitingCall();
    void aJudgedKnockIsNotHeard_data();
    void aJudgedKnockIsNotHeard();
    void theKnockOfAnotherPositionIsHeardWhenNobodyJudgesIt();
    void aLineLostAfterAKnockIsHeardUntilItIsRead();
    void whoHelpsHasHeardOfTheLostLine_data();
    void whoHelpsHasHeardOfTheLostLine();
    void theLostLineOfAnotherPositionIsTheirs();
    void isSoftWhileACallerIsOnTheLine();
    void silenceHoldsUntilTheLastStep();
    void whatComesAfterTheSilenceIsHeard();
    void aCallThatWasGivenBackIsHeard();
    void saysOnlyWhatHasChanged();

private:
    [[nodiscard]] QString heard() const;
    void advance(std::chrono::seconds by);
    /// A call that this position answered, in which a knock was heard.
    void knock(quint64 id, SeatId seat = {1});

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        Alarms alarms{desk, clock};
    };
    std::unique_ptr<House> m_house;
};

void tst_Alarms::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<House>();
    m_house->backend.open();
}

/// As "Call 2", with "soft" behind it; "-" for nothing.
QString tst_Alarms::heard() const
{
    const auto &alarm = m_house->alarms.now();
    if (!alarm)
        return u"-"_s;
    const QString kind = asText(QVariant::fromValue(alarm->kind));
    return u"%1 %2%3"_s.arg(kind).arg(alarm->step).arg(alarm->soft ? u" soft"_s : QString());
}

void tst_Alarms::advance(std::chrono::seconds by)
{
    m_house->clock.advance(by);
    m_house->alarms.refresh();
}

void tst_Alarms::knock(quint64 id, SeatId seat)
{
    m_house->story.ring({id});
    m_house->story.answer({id}, seat);
    m_house->story.knock({id});
}

void tst_Alarms::isSilentUntilAllThatIsPastWasTold()
{
    House house;
    house.story.ring({1});
    QVERIFY(!house.alarms.now());

    house.backend.open();

    QVERIFY(house.alarms.now().has_value());
}

void tst_Alarms::aWaitingCallBecomesMorePressing()
{
    m_house->story.ring({1});
    QCOMPARE(heard(), u"Call 0"_s);
    advance(9s);
    m_house->story.ring({2});
    QCOMPARE(heard(), u"Call 0"_s);
    advance(1s);
    QCOMPARE(heard(), u"Call 1"_s);
    advance(5s);
    QCOMPARE(heard(), u"Call 2"_s);
    advance(5s);
    QCOMPARE(heard(), u"Call 3"_s);
    advance(500s);
    QCOMPARE(heard(), u"Call 3"_s);
}

void tst_Alarms::anAnsweredCallIsNotHeard()
{
    m_house->story.ring({1});
    m_house->story.answer({1}, {7});
    QCOMPARE(heard(), u"-"_s);
    m_house->story.ring({2});
    m_house->story.end({2}, LineEnd::Cancelled);

    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::aKnockIsHeardBeforeAWaitingCall()
{
    m_house->story.ring({1});
    advance(30s);
    m_house->story.ring({2});
    m_house->story.knock({2});

    QCOMPARE(heard(), u"Knock 0"_s);
    m_house->story.dismiss({2});
    QCOMPARE(heard(), u"Call 3"_s);
}

void tst_Alarms::aJudgedKnockIsNotHeard_data()
{
    QTest::addColumn<Event>("judgement");
    const QDateTime at = ManualClock().now();
    QTest::newRow("confirmed") << Event(SilentCallConfirmed{{1}, {1}, at});
    QTest::newRow("dismissed") << Event(KnockDismissed{{1}, {1}, at});
    QTest::newRow("coded talk") << Event(CodedTalkMarked{{1}, {1}, at});
    QTest::newRow("closed") << Event(IncidentClosed{{1}, CloseReason::Other, {}, {1}, at});
}

void tst_Alarms::aJudgedKnockIsNotHeard()
{
    QFETCH(const Event, judgement);
    knock(1);
    QCOMPARE(heard(), u"Knock 0 soft"_s);

    m_house->backend.tell(judgement);

    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::theKnockOfAnotherPositionIsHeardWhenNobodyJudgesIt()
{
    knock(1, {7});
    QCOMPARE(heard(), u"-"_s);

    advance(20s);

    QCOMPARE(heard(), u"Knock 3"_s);
}

void tst_Alarms::aLineLostAfterAKnockIsHeardUntilItIsRead()
{
    knock(1);
    m_house->story.confirm({1});
    advance(60s);
    m_house->story.end({1}, LineEnd::Lost);
    QCOMPARE(heard(), u"Lost 0"_s);
    advance(12s);
    QCOMPARE(heard(), u"Lost 1"_s);

    m_house->alarms.acknowledge({1});

    QCOMPARE(heard(), u"-"_s);
    advance(60s);
    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::whoHelpsHasHeardOfTheLostLine_data()
{
    QTest::addColumn<Event>("help");
    const QDateTime at = ManualClock().now();
    QTest::newRow("judged") << Event(SilentCallConfirmed{{1}, {7}, at});
    QTest::newRow("ordered") << Event(UnitOrdered{{1}, u"12"_s, {7}, at});
    QTest::newRow("taken up again") << Event(IncidentReopened{{1}, {7}, at});
    QTest::newRow("texted") << Event(InviteSent{{1}, {}, {}, {}, {}, at, at, LinkKind::Live, {}});
}

void tst_Alarms::whoHelpsHasHeardOfTheLostLine()
{
    QFETCH(const Event, help);
    m_house->story.ring({1});
    m_house->story.knock({1});
    m_house->story.end({1}, LineEnd::Cancelled);
    QCOMPARE(heard(), u"Lost 0"_s);

    m_house->backend.tell(help);

    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::theLostLineOfAnotherPositionIsTheirs()
{
    knock(1, {7});
    m_house->story.end({1}, LineEnd::Lost);
    advance(60s);

    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::isSoftWhileACallerIsOnTheLine()
{
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.ring({2});
    QCOMPARE(heard(), u"Call 0 soft"_s);

    m_house->backend.tell(CallHeld{{1}, {1}, m_house->clock.now()});
    QCOMPARE(heard(), u"Call 0"_s);
    m_house->backend.tell(CallResumed{{1}, {1}, m_house->clock.now()});
    QCOMPARE(heard(), u"Call 0 soft"_s);
    m_house->story.end({1});
    QCOMPARE(heard(), u"Call 0"_s);
}

void tst_Alarms::silenceHoldsUntilTheLastStep()
{
    m_house->story.ring({1});
    m_house->alarms.silence();
    QCOMPARE(heard(), u"-"_s);
    advance(19s);
    QCOMPARE(heard(), u"-"_s);
    advance(1s);
    QCOMPARE(heard(), u"Call 3"_s);

    m_house->alarms.silence();

    QCOMPARE(heard(), u"-"_s);
    advance(600s);
    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::whatComesAfterTheSilenceIsHeard()
{
    m_house->story.ring({1});
    m_house->alarms.silence();

    m_house->story.ring({2});
    QCOMPARE(heard(), u"Call 0"_s);
    m_house->alarms.silence();
    m_house->story.knock({2});

    QCOMPARE(heard(), u"Knock 0"_s);
}

void tst_Alarms::aCallThatWasGivenBackIsHeard()
{
    m_house->story.ring({1});
    m_house->story.answer({1}, {7});
    advance(60s);

    m_house->backend.tell(ClaimReturned{{1}, {7}, m_house->clock.now()});

    QCOMPARE(heard(), u"Call 0"_s);
    m_house->backend.tell(CallResumed{{1}, {1}, m_house->clock.now()});
    QCOMPARE(heard(), u"-"_s);
}

void tst_Alarms::saysOnlyWhatHasChanged()
{
    const QSignalSpy changed(&m_house->alarms, &Alarms::changed);
    m_house->story.ring({1});
    advance(1s);
    m_house->story.ring({2});
    QCOMPARE(changed.count(), 1);
    advance(9s);

    QCOMPARE(changed.count(), 2);
}

QTEST_GUILESS_MAIN(tst_Alarms)
#include "tst_alarms.moc"
