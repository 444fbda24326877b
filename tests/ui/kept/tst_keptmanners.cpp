// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakegate.h"
#include "tests/ui/kept/kepttest.h"

#include <QAccessible>
#include <QLayout>
#include <QPushButton>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using ui::Player;

/// The sheet beside everything else: keys, focus, alerts, other calls, a locked seat.
class tst_KeptManners : public KeptTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_house.reset(); }

    void theActionNeedsSomethingThatIsKept();
    void aKeyHereIsNoKeyOfTheWindow();
    void escapePutsItAway();
    void itNeverTakesTheKeyboardByItself();
    void anAlertStaysInSight();
    void anotherCallInHandEndsIt();
    void aLockedSeatPlaysNothing();
    void aLookedUpCallIsPlayedToo();
    void everyControlHasAName();
    void itIsBesideTheIncident();
};

void tst_KeptManners::theActionNeedsSomethingThatIsKept()
{
    const QAction *action = house().window.action(ui::ActionId::PlayKept);
    QVERIFY(!action->isEnabled());

    house().backend.tell(RecordingBegan{KeptHouse::id, u"17-a.mka"_s, house().clock.now()});
    QVERIFY(action->isEnabled());
    house().story.ring({18}, u"01099998888"_s);
    house().desk.select({18});
    QVERIFY(!action->isEnabled());
}

void tst_KeptManners::aKeyHereIsNoKeyOfTheWindow()
{
    playSound();

    key(Qt::Key_Space);
    QTRY_COMPARE(sheet().player().state(), Player::State::Paused);
    QCOMPARE(house().blurs, 0);

    key(Qt::Key_Escape);
    QTest::keyClick(&house().window, Qt::Key_Space);
    QCOMPARE(house().blurs, 1);
}

void tst_KeptManners::escapePutsItAway()
{
    playSound();

    key(Qt::Key_Escape);

    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
    QVERIFY(!sheet().isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(house().desk.selected(), KeptHouse::id);
}

void tst_KeptManners::itNeverTakesTheKeyboardByItself()
{
    m_house->record(u"17-a.mka"_s, 20s);
    house().story.invite(KeptHouse::id);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    key(Qt::Key_F9);
    QWidget *chat = QApplication::focusWidget();
    QVERIFY(!sheet().isAncestorOf(chat));

    m_house->keep(FileKind::Photo, u"17-1.jpg"_s, 1000);
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);
    QTest::keyClicks(chat, u"b b"_s);

    QCOMPARE(QApplication::focusWidget(), chat);
    QCOMPARE(sheet().player().state(), Player::State::Playing);
    QVERIFY(sheet().isBlurred());
    QVERIFY(sheet().isVisible());
}

void tst_KeptManners::anAlertStaysInSight()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    QWidget *list = QApplication::focusWidget();
    house().story.prompt(KeptHouse::id);
    house().story.listen(KeptHouse::id);
    house().story.knock(KeptHouse::id);

    const auto *strip = house().window.findChild<ui::AlertStrip *>();
    QVERIFY(strip->isVisible());
    QVERIFY(!strip->visibleRegion().isEmpty());
    QCOMPARE(strip->visibleRegion().boundingRect(), strip->rect());
    QCOMPARE(QApplication::focusWidget(), list);
    key(Qt::Key_F4);
    QCOMPARE(house().sent<ConfirmSilentCall>().size(), 1U);
}

void tst_KeptManners::anotherCallInHandEndsIt()
{
    m_house->record(u"17-a.mka"_s, 20s);
    house().story.ring({18}, u"01099998888"_s);
    open();
    key(Qt::Key_Return);
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);

    house().story.answer({18});

    QCOMPARE(house().desk.selected(), IncidentId{18});
    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
}

void tst_KeptManners::aLockedSeatPlaysNothing()
{
    m_house.reset();
    FakeGate gate;
    begin(&gate);
    gate.admit();
    playSound();

    gate.shut();

    QVERIFY(!sheet().isVisible());
    QCOMPARE(sheet().player().state(), Player::State::Idle);
    open();
    QVERIFY(!sheet().isVisible());
    m_house.reset(); // before the gate
}

void tst_KeptManners::aLookedUpCallIsPlayedToo()
{
    const IncidentId past{3};
    const QDateTime at = house().clock.now().addSecs(-3600);
    house().desk.lookUp(past);
    house().backend.recall(
        past,
        {CallArrived{past, u"01012345678"_s, at}, CallAnswered{past, {7}, at}, RecordingBegan{past, u"3-a.mka"_s, at},
         RecordingEnded{past, u"3-a.mka"_s, {}, 20s, false, at}, LineEnded{past, LineEnd::HungUp, at},
         IncidentClosed{past, CloseReason::NoNeed, {}, {7}, at}});
    QCOMPARE(house().desk.selected(), past);

    open();
    key(Qt::Key_Return);
    QCOMPARE(house().sent<ReadFile>(), (std::vector{ReadFile{past, u"3-a.mka"_s, 0}}));
    m_house->serve(tone(20));
    QTRY_COMPARE(sheet().player().state(), Player::State::Playing);
    QVERIFY2(house().desk.isLookedUp(), "who only listens has not taken it up");

    key(Qt::Key_Escape);
    QVERIFY(!sheet().isVisible());
    QCOMPARE(house().desk.selected(), past);
    key(Qt::Key_Escape);
    QCOMPARE(house().desk.selected(), KeptHouse::id);
}

void tst_KeptManners::everyControlHasAName()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    QSet<QString> names;
    const auto name = [&](QWidget *control) {
        const QString text = QAccessible::queryAccessibleInterface(control)->text(QAccessible::Name);
        QVERIFY2(!text.isEmpty(), control->metaObject()->className());
        names.insert(text);
    };
    const auto buttons = sheet().findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        name(button);
        QVERIFY(button->height() >= 28);
    }
    QCOMPARE(names.size(), buttons.size());
    name(&sheet());
    name(sheet().findChild<QListView *>());
}

void tst_KeptManners::itIsBesideTheIncident()
{
    m_house->record(u"17-a.mka"_s, 20s);
    open();
    const auto isOverTheMap = [this] {
        const QWidget *map = house().window.centralWidget()->layout()->itemAt(3)->widget();
        const QRect there(map->mapTo(&house().window, QPoint()), map->size());
        return sheet().geometry() == there;
    };
    QTRY_VERIFY(isOverTheMap());

    // A notice makes what is above the map higher.
    house().story.refuse(KeptHouse::id, AskToPress::name.toString(), Error::Kind::Expired);
    QTRY_VERIFY(isOverTheMap());
    house().window.resize(1920, 1080);
    QTRY_VERIFY(isOverTheMap());
}

QTEST_MAIN(tst_KeptManners)
#include "tst_keptmanners.moc"
