// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"

#include <QApplication>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;

/// Holding, passing on and calling back, by keys alone.
class tst_CallHandling : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void f10HoldsAndTakesUp();
    void aCallHeldByAnotherSeatCanBeTakenUp();
    void f11PassesOnToANumber();
    void f11HandsOverToASeat();
    void callingBackIsOneEnterAwayWhenNobodyKnocked();
    void afterAKnockCallingBackNeedsAReason();
    void whatTheNumberDidBeforeIsShown();
    void aRefusalSaysWhyNot();
    void aCallPutOnHoldByAnsweringIsTold();
    void aWindowIsNotClosedOnACaller();
    void whatTheDeskTellsByItselfIsNoWish();
    void whoWasQuickerIsSaid();
    void aCallThatWasTakenBackIsTold();
    void aMissedCallCanBeTextedAndCalledBack();
    void aLossOfTheServiceIsSaidWithItsAge();
    void whatIsAskedWhileTheServiceIsAwayIsRefused();
    void whatIsHalfWrittenOutlastsALoss();
    void escapeEmptiesTheQueuesField();

private:
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_house->window, key, modifiers);
    }
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = m_house->window.findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
    }
    [[nodiscard]] QDateTime now() const { return m_house->clock.now(); }

    std::unique_ptr<House> m_house;
    const IncidentId m_id{17};
};

void tst_CallHandling::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

void tst_CallHandling::f10HoldsAndTakesUp()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);

    key(Qt::Key_F10);
    m_house->backend.tell(CallHeld{m_id, {1}, now()});
    QVERIFY(says(u"held by you"_s));
    key(Qt::Key_F10);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{HoldCall{m_id}, ResumeCall{m_id}}));
}

void tst_CallHandling::aCallHeldByAnotherSeatCanBeTakenUp()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id, {2});
    m_house->backend.tell(CallHandedOver{m_id, {2}, {1}, now()});
    m_house->desk.select(m_id);

    key(Qt::Key_F10);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{ResumeCall{m_id}}));
}

void tst_CallHandling::f11PassesOnToANumber()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);

    key(Qt::Key_F11);
    type(u"02-119"_s);
    key(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{TransferCall{m_id, u"02119"_s}}));
    m_house->backend.tell(TransferBegan{m_id, u"02119"_s, {1}, now()});
    QVERIFY(says(u"being passed on to 02119"_s));
}

void tst_CallHandling::f11HandsOverToASeat()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);

    key(Qt::Key_F11);
    type(u"#2"_s);
    key(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{HandOverCall{m_id, {2}}}));
}

void tst_CallHandling::callingBackIsOneEnterAwayWhenNobodyKnocked()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    m_house->story.end(m_id);

    key(Qt::Key_B, Qt::ControlModifier);
    key(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{CallBack{m_id, {}}}));
}

void tst_CallHandling::afterAKnockCallingBackNeedsAReason()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    m_house->story.prompt(m_id);
    m_house->story.listen(m_id);
    m_house->story.knock(m_id);
    m_house->story.confirm(m_id);
    m_house->story.end(m_id);

    key(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(says(u"RINGING MAY GIVE THE CALLER AWAY"_s));
    key(Qt::Key_Return);
    QVERIFY(m_house->sent<CallBack>().empty());
    type(u"patrol asks"_s);
    key(Qt::Key_Return);

    QCOMPARE(m_house->sent<CallBack>(), (std::vector{CallBack{m_id, u"patrol asks"_s}}));
}

void tst_CallHandling::whatTheNumberDidBeforeIsShown()
{
    m_house->backend.tell(CallArrived{m_id, u"01012345678"_s, now(), EarlierCalls{2, 1, now().addSecs(-3600)}});
    m_house->desk.select(m_id);

    QVERIFY(says(u"Silent calls of this number in the last 24 hours: 2"_s));
}

void tst_CallHandling::aRefusalSaysWhyNot()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);

    m_house->story.refuse(m_id, QString(TransferCall::name), Error::Kind::Malformed);

    QVERIFY(says(u"that is no telephone number"_s));
}

void tst_CallHandling::aCallPutOnHoldByAnsweringIsTold()
{
    const QString words = u"Incident 2026-00001 is on hold since you answered another call."_s;
    m_house->story.ring({1});
    m_house->story.answer({1});
    key(Qt::Key_F10);
    m_house->backend.tell(CallHeld{{1}, {1}, m_house->clock.now()});
    QVERIFY2(!says(words), "who asked for it knows");
    m_house->backend.tell(CallResumed{{1}, {1}, m_house->clock.now()});
    m_house->story.ring({2});

    key(Qt::Key_F2);
    m_house->backend.tell(CallHeld{{1}, {1}, m_house->clock.now()});
    m_house->story.answer({2});

    QVERIFY(says(words));
    key(Qt::Key_F3);
    QVERIFY(!says(words));
}

void tst_CallHandling::aWindowIsNotClosedOnACaller()
{
    const QString words = u"A caller is on the line with you."_s;
    m_house->story.ring({1});
    m_house->story.answer({1});

    QVERIFY(!m_house->window.close());
    QVERIFY(says(words));
    m_house->advance(10s);
    QVERIFY(!says(words));
    QVERIFY2(!m_house->window.close(), "the first close is forgotten");
    m_house->advance(9s);

    QVERIFY(m_house->window.close());
}

void tst_CallHandling::whatTheDeskTellsByItselfIsNoWish()
{
    const QString words = u"Not asked: nobody is on the line any more."_s;
    m_house->story.ring({1});
    m_house->story.answer({1});
    m_house->story.refuse({1}, AskToPress::name);
    QVERIFY(says(words));

    m_house->desk.send(TellTyping{{1}});
    m_house->story.refuse({1}, ReadMessage::name, Error::Kind::NotFound);

    QVERIFY(says(words));
}

void tst_CallHandling::whoWasQuickerIsSaid()
{
    m_house->story.ring({1});
    m_house->story.ring({2});
    m_house->story.answer({1}, {7});

    m_house->story.refuse({1}, AnswerCall::name, Error::Kind::Expired);
    QVERIFY(says(u"Not answered: seat 7 took the call."_s));
    m_house->story.end({2}, LineEnd::Cancelled);
    m_house->story.refuse({2}, AnswerCall::name, Error::Kind::Expired);

    QVERIFY(says(u"the caller gave up"_s));
}

void tst_CallHandling::aCallThatWasTakenBackIsTold()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    m_house->backend.tell(ClaimReturned{m_id, {1}, now()});

    QVERIFY(says(u"went back to the queue"_s));
    QVERIFY(m_house->window.action(ui::ActionId::Hold)->isEnabled());
    key(Qt::Key_Escape);
    QVERIFY(!says(u"went back to the queue"_s));
    m_house->backend.tell(CallResumed{m_id, {7}, now()});
    m_house->backend.tell(ClaimReturned{m_id, {7}, now()});

    QVERIFY(!says(u"went back to the queue"_s)); // that was another seat's
}

void tst_CallHandling::aMissedCallCanBeTextedAndCalledBack()
{
    m_house->story.ring({2});
    m_house->story.end({2}, LineEnd::Cancelled);
    key(Qt::Key_F2, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(m_house->desk.selected(), IncidentId{2});

    key(Qt::Key_F5);
    key(Qt::Key_B, Qt::ControlModifier);
    key(Qt::Key_Return);

    QCOMPARE(m_house->sent<SendInvite>(), (std::vector{SendInvite{{2}}}));
    QCOMPARE(m_house->sent<CallBack>(), (std::vector{CallBack{{2}, {}}}));
}

void tst_CallHandling::aLossOfTheServiceIsSaidWithItsAge()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    Q_EMIT m_house->backend.lost(now());
    m_house->advance(42s);

    QVERIFY(says(u"The service is out of reach. What you see is as it was at"_s));
    QVERIFY(says(u"00:42 ago"_s));
    QVERIFY(says(u"Service out of reach for 00:42"_s));
    QCOMPARE(m_house->desk.selected(), m_id);
    m_house->backend.open();

    QVERIFY(!says(u"out of reach"_s));
    QVERIFY(says(u"All parts of the service work"_s));
}

void tst_CallHandling::whatIsAskedWhileTheServiceIsAwayIsRefused()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    const size_t before = m_house->backend.sent.size();
    Q_EMIT m_house->backend.lost(now());

    key(Qt::Key_F3);
    QVERIFY(says(u"Not done: the service is out of reach."_s));
    m_house->desk.send(OrderUnit{m_id, u"순찰 12"_s});
    QVERIFY(says(u"NOT ORDERED: the service is out of reach. Order by radio."_s));
    m_house->backend.open();

    QCOMPARE(m_house->backend.sent.size(), before); // neither then nor later
    QVERIFY(says(u"NOT ORDERED"_s)); // until it is read
}

void tst_CallHandling::whatIsHalfWrittenOutlastsALoss()
{
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    m_house->story.invite(m_id);
    key(Qt::Key_F9);
    type(u"Are you al"_s);
    auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(line);

    Q_EMIT m_house->backend.lost(now());
    Q_EMIT m_house->backend.startingOver();
    m_house->story.ring(m_id);
    m_house->story.answer(m_id);
    m_house->story.invite(m_id);
    m_house->backend.open();

    QCOMPARE(line->text(), u"Are you al"_s);
    QCOMPARE(QApplication::focusWidget(), line);
    QCOMPARE(m_house->desk.selected(), m_id);
    QVERIFY(m_house->desk.current()->isOpen());
}

void tst_CallHandling::escapeEmptiesTheQueuesField()
{
    key(Qt::Key_F, Qt::ControlModifier);
    type(u"ff 1"_s); // neither the map nor the camera take a letter or the space bar from it
    auto *find = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(find);
    QCOMPARE(find->text(), u"ff 1"_s);
    QCOMPARE(m_house->follows + m_house->blurs, 0);

    key(Qt::Key_Escape);

    QVERIFY(find->text().isEmpty());
    QVERIFY(!find->isVisible());
}

QTEST_MAIN(tst_CallHandling)
#include "tst_callhandling.moc"
