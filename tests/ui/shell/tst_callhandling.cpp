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

QTEST_MAIN(tst_CallHandling)
#include "tst_callhandling.moc"
