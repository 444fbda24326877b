// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/alert/alertlist.h"
#include "ui/alert/alertstrip.h"
#include "ui/kit/keybutton.h"

#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QStringList announced; // by the handler below, which takes no state

void hear(QAccessibleEvent *event)
{
    if (event->type() != QAccessible::Announcement)
        return;
    const auto *announcement = static_cast<QAccessibleAnnouncementEvent *>(event);
    const bool assertive = announcement->politeness() == QAccessible::AnnouncementPoliteness::Assertive;
    announced.append(assertive ? announcement->message() : u"politely"_s);
}

} // namespace

class tst_AlertStrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void tellsTheFacts();
    void announcesItselfAndLeavesTheFocus();
    void moveNothingWhenItComes();
    void saysWhenItIsOnTheScreen();
    void confirmsAndTakesInHand();
    void dismisses();
    void showsTheOldestUnlessOneIsInHand();
    void aSecondKeyDoesNotJudgeTheNextCaller();
    void keepsALostLineUntilItIsRead();
    void anUnjudgedLostLineIsStillJudged();
    void codedTalkIsToldAsAPersonMarkedIt();
    void aLineLostAfterCodedTalkIsNewsToWhoReadOfIt();
    void aFloodIsToldOnceAndKeepsTheUnjudgedOnTop();
    void aFloodEndsByItself();
    void theListIsWorkedByKeys();

private:
    void knock(quint64 id);
    /// As many knocks as make a flood; of the incidents from 10.
    void flood();
    [[nodiscard]] QString buttons() const;

    struct House {
        House()
        {
            auto *column = new QVBoxLayout(&window);
            column->addWidget(&strip);
            column->addWidget(&field);
        }
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::Ticker ticker{clock};
        QAction confirm{u"Confirm"_s};
        QAction dismiss{u"Dismiss"_s};
        QAction goTo{u"Go"_s};
        QAction seen{u"Seen"_s};
        QAction more{u"List"_s};
        QWidget window;
        ui::AlertStrip strip{desk, ticker, {&confirm, &dismiss, &goTo, &seen, &more}};
        ui::AlertList list{desk, ticker, strip.model(), &seen, &window};
        QLineEdit field;
    };
    std::unique_ptr<House> m_house;
};

void tst_AlertStrip::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    for (const quint64 id : {1U, 2U}) {
        m_house->story.ring({id}, u"0101234567%1"_s.arg(id));
        m_house->story.answer({id}, {7});
    }
    m_house->window.resize(1200, 200);
    m_house->window.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
}

void tst_AlertStrip::knock(quint64 id) { m_house->story.knock({id}); }

void tst_AlertStrip::flood()
{
    for (quint64 id = 10; id < 10 + ui::AlertStrip::mostOneByOne + 1; ++id) {
        m_house->story.ring({id}, u"010999900%1"_s.arg(id));
        m_house->story.answer({id}, {7});
        knock(id);
        m_house->clock.advance(1s);
    }
}

QString tst_AlertStrip::buttons() const
{
    QStringList visible;
    for (const auto *button : m_house->strip.findChildren<ui::KeyButton *>()) {
        if (!button->isHidden())
            visible.append(button->text());
    }
    return visible.join(u' ');
}

void tst_AlertStrip::tellsTheFacts()
{
    QCOMPARE(m_house->strip.text(), QString());

    knock(1);

    QCOMPARE(m_house->strip.text(), u"Silent caller 010-****-5671 - 2 presses (5, 9), 1.6 s after the prompt"_s);
    QCOMPARE(buttons(), u"Confirm Dismiss Go"_s);
    m_house->desk.select({1});
    QCOMPARE(buttons(), u"Confirm Dismiss"_s);
}

void tst_AlertStrip::announcesItselfAndLeavesTheFocus()
{
    m_house->field.setFocus();
    QAccessible::setActive(true);
    announced.clear();
    const auto before = QAccessible::installUpdateHandler(hear);

    knock(1);

    QAccessible::installUpdateHandler(before);
    QCOMPARE(announced, QStringList{m_house->strip.text()});
    QVERIFY(m_house->field.hasFocus());
}

void tst_AlertStrip::moveNothingWhenItComes()
{
    const QRect field = m_house->field.geometry();

    knock(1);
    knock(2);
    QCoreApplication::processEvents();

    QCOMPARE(m_house->field.geometry(), field);
}

void tst_AlertStrip::saysWhenItIsOnTheScreen()
{
    QSignalSpy painted(&m_house->strip, &ui::AlertStrip::painted);

    knock(1);

    QTRY_COMPARE(painted.count(), 1);
    QCOMPARE(painted.first().at(0).value<IncidentId>(), IncidentId{1});
}

void tst_AlertStrip::confirmsAndTakesInHand()
{
    knock(2);

    m_house->strip.confirm();

    QCOMPARE(m_house->backend.sent, std::vector<Command>{ConfirmSilentCall{{2}}});
    QCOMPARE(m_house->desk.selected(), IncidentId{2});
}

void tst_AlertStrip::dismisses()
{
    knock(2);

    m_house->strip.dismiss();
    m_house->story.dismiss({2});

    QCOMPARE(m_house->backend.sent, std::vector<Command>{DismissKnock{{2}}});
    QVERIFY(!m_house->desk.selected().isValid());
    QCOMPARE(m_house->strip.text(), QString());
}

void tst_AlertStrip::showsTheOldestUnlessOneIsInHand()
{
    knock(2);
    knock(1);

    QCOMPARE(m_house->strip.incident(), IncidentId{2});
    m_house->desk.select({1});

    QCOMPARE(m_house->strip.incident(), IncidentId{1});
}

void tst_AlertStrip::aSecondKeyDoesNotJudgeTheNextCaller()
{
    knock(1);
    knock(2);
    m_house->strip.confirm();
    m_house->story.confirm({1});
    QCOMPARE(m_house->strip.incident(), IncidentId{2});

    m_house->clock.advance(ui::AlertStrip::pauseAfterChange - 1ms);
    m_house->strip.confirm();
    QCOMPARE(m_house->backend.sent.size(), 1U);
    m_house->clock.advance(1ms);
    m_house->strip.confirm();

    QCOMPARE(m_house->backend.sent.back(), Command(ConfirmSilentCall{{2}}));
}

void tst_AlertStrip::keepsALostLineUntilItIsRead()
{
    knock(1);
    m_house->story.confirm({1});
    QVERIFY(!m_house->strip.incident().isValid());

    m_house->story.end({1}, LineEnd::Lost);
    QCOMPARE(m_house->strip.text(),
             u"Line lost after knock - 010-****-5671 - 2 presses (5, 9), 1.6 s after the prompt"_s);
    QCOMPARE(buttons(), u"Go Seen"_s);
    m_house->strip.confirm();
    QVERIFY(m_house->backend.sent.empty());
    m_house->strip.markRead();

    QCOMPARE(m_house->strip.text(), QString());
}

void tst_AlertStrip::anUnjudgedLostLineIsStillJudged()
{
    knock(1);
    m_house->story.end({1}, LineEnd::HungUp);
    m_house->strip.markRead();

    QVERIFY(m_house->strip.isJudgeable());
    QVERIFY(m_house->strip.text().startsWith("Line lost after knock"_L1));
    QCOMPARE(buttons(), u"Confirm Dismiss Go"_s);
}

void tst_AlertStrip::codedTalkIsToldAsAPersonMarkedIt()
{
    m_house->story.mark({1}, {7});
    const QString at = m_house->clock.now().toLocalTime().toString(u"HH:mm:ss"_s);

    QCOMPARE(m_house->strip.text(), u"Coded talk 010-****-5671 - marked by seat 7 at %1"_s.arg(at));
    QCOMPARE(buttons(), u"Go Seen"_s);
    QVERIFY(!m_house->strip.isJudgeable());
    m_house->story.order({1}, u"12"_s);
    QCOMPARE(m_house->strip.text(), QString());
}

void tst_AlertStrip::aLineLostAfterCodedTalkIsNewsToWhoReadOfIt()
{
    const QSignalSpy read(&m_house->strip, &ui::AlertStrip::wasRead);
    m_house->story.mark({1}, {7});
    m_house->strip.markRead();
    QCOMPARE(m_house->strip.text(), QString());
    QCOMPARE(read.count(), 1);

    m_house->story.end({1}, LineEnd::Lost);

    QVERIFY(m_house->strip.text().startsWith("Line lost after coded talk - 010-****-5671 - marked by seat 7"_L1));
    m_house->strip.markRead();
    QCOMPARE(m_house->strip.text(), QString());
}

void tst_AlertStrip::aFloodIsToldOnceAndKeepsTheUnjudgedOnTop()
{
    m_house->field.setFocus();
    QAccessible::setActive(true);
    const auto before = QAccessible::installUpdateHandler(hear);
    announced.clear();
    flood();
    QCOMPARE(announced.filter("alerts in 10 min"_L1), QStringList{u"11 alerts in 10 min"_s});
    announced.clear();
    m_house->story.ring({40});
    knock(40);
    QAccessible::installUpdateHandler(before);

    QCOMPARE(announced, QStringList());
    QCOMPARE(m_house->strip.incident(), IncidentId{10});
    QVERIFY(m_house->strip.isJudgeable());
    QCOMPARE(buttons(), u"Confirm Dismiss List"_s);
    const auto labels = m_house->strip.findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(
        labels, [](const QLabel *label) { return label->isVisible() && label->text() == "12 alerts in 10 min"_L1; }));
    QVERIFY(m_house->field.hasFocus());
    QVERIFY(m_house->list.isHidden());
}

void tst_AlertStrip::aFloodEndsByItself()
{
    flood();
    QVERIFY(m_house->strip.isFlooded());
    m_house->clock.advance(ui::AlertStrip::span - 2s);
    m_house->ticker.tick();
    QVERIFY(!m_house->strip.isFlooded());

    QCOMPARE(buttons(), u"Confirm Dismiss Go"_s);
    QVERIFY(m_house->strip.hasMore());
}

void tst_AlertStrip::theListIsWorkedByKeys()
{
    m_house->story.mark({1}, {7});
    flood();

    m_house->list.open();
    auto *view = m_house->list.findChild<QListView *>();
    QVERIFY(view->hasFocus());
    QCOMPARE(view->model()->rowCount(), 12);
    QVERIFY(view->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains("Silent caller"_L1));
    QVERIFY(view->model()->index(11, 0).data(Qt::AccessibleTextRole).toString().contains("Coded talk"_L1));
    QTest::keyClick(view, Qt::Key_Down);
    QVERIFY(!m_house->desk.selected().isValid());
    QTest::keyClick(view, Qt::Key_Return);

    QCOMPARE(m_house->desk.selected(), IncidentId{11});
    QCOMPARE(m_house->strip.incident(), IncidentId{11});
    QVERIFY(m_house->list.putAway());
    QVERIFY(!view->hasFocus());
    QVERIFY(!m_house->list.putAway());
}

QTEST_MAIN(tst_AlertStrip)
#include "tst_alertstrip.moc"
