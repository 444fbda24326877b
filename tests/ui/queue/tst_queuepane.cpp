// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/queue/queuedelegate.h"
#include "ui/queue/queuepane.h"
#include "ui/queue/queuewords.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using desk::QueueModel;

class tst_QueuePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void aWaitingCallChangesItsLook_data();
    void aWaitingCallChangesItsLook();
    void aRowHasRoomForEverything();
    void aNarrowRowStillTellsTheSource();
    void aClickTakesTheCallInHand();
    void aRowThatGoesAwayChangesNothingInHand();
    void theFocusAloneTakesNothingInHand();
    void keysStepThroughTheQueue();
    void lettersDoNotMoveTheRow();
    void theHandHoldsTheOrder();
    void aRestingHandLetsGo();
    void aRowIsSpokenWhole();
    void whatIsTypedIsFound_data();
    void whatIsTypedIsFound();
    void hiddenDigitsAreNotFound();
    void escapeShowsAllAgain();
    void enterTakesWhatWasFoundInHand();
    void theShelfShowsTheMissedCallsAndWhoWaits();

private:
    void leave();
    /// Only then may a search leave one out.
    void nobodyWaits()
    {
        m_house->story.answer({1}, {7});
        m_house->story.end({2}, LineEnd::Cancelled);
        m_house->story.answer({3}, {7});
    }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::Ticker ticker{clock};
        QAction shelf;
        QAction all;
        ui::QueuePane pane{desk, ticker, &shelf, &all};
        QListView *list = pane.findChild<QListView *>();
        QLineEdit *find = pane.findChild<QLineEdit *>();
        QPushButton *missed = pane.findChild<QPushButton *>();

        [[nodiscard]] QList<quint64> shown() const
        {
            QList<quint64> incidents;
            for (int row = 0; row < list->model()->rowCount(); ++row)
                incidents.append(pane.model().incidentAt(row).value);
            return incidents;
        }
        [[nodiscard]] bool says(const QString &words) const
        {
            const auto labels = pane.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *l) { return l->isVisible() && l->text() == words; });
        }
    };
    std::unique_ptr<House> m_house;
};

void tst_QueuePane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->all.setShortcut(Qt::Key_F2);
    for (const quint64 id : {1U, 2U, 3U})
        m_house->story.ring({id}, u"0101234567%1"_s.arg(id));
    m_house->pane.resize(260, 400);
    m_house->pane.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
    leave(); // the pointer may happen to be here
}

void tst_QueuePane::leave()
{
    QEvent leaving(QEvent::Leave);
    QCoreApplication::sendEvent(m_house->list->viewport(), &leaving);
}

void tst_QueuePane::aWaitingCallChangesItsLook_data()
{
    QTest::addColumn<int>("age");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("glyph");
    for (const auto &[age, word, glyph] : {std::tuple(0, "Ringing", ui::Glyph::Ringing),
                                           {9, "Ringing", ui::Glyph::Ringing},
                                           {10, "Answer soon", ui::Glyph::Ringing},
                                           {14, "Answer soon", ui::Glyph::Ringing},
                                           {15, "Over 15 s", ui::Glyph::Late},
                                           {19, "Over 15 s", ui::Glyph::Late},
                                           {20, "Over 20 s", ui::Glyph::Late}})
        QTest::addRow("%d s", age) << age << QString::fromLatin1(word) << static_cast<int>(glyph);
}

void tst_QueuePane::aWaitingCallChangesItsLook()
{
    QFETCH(int, age);

    const ui::QueueLook look = ui::QueueWords::look(QueueModel::State::Ringing, std::chrono::seconds(age));

    QTEST(look.word, "word");
    QTEST(static_cast<int>(look.glyph), "glyph");
}

void tst_QueuePane::aRowHasRoomForEverything()
{
    QStyleOptionViewItem option;
    option.font = m_house->list->font();
    option.rect = {0, 100, 220, 60};

    const auto layout = ui::QueueDelegate::layout(option, m_house->list->model()->index(0, 0));

    const QList<QRect> parts{layout.glyph, layout.word, layout.clock, layout.number, layout.facts};
    for (qsizetype i = 0; i < parts.size(); ++i) {
        QVERIFY(parts.at(i).isValid());
        QVERIFY(option.rect.contains(parts.at(i)));
        for (qsizetype j = i + 1; j < parts.size(); ++j)
            QVERIFY(!parts.at(i).intersects(parts.at(j)));
    }
    QVERIFY(layout.word.width() >= QFontMetrics(option.font).horizontalAdvance(u"Lost after"_s));
}

void tst_QueuePane::aNarrowRowStillTellsTheSource()
{
    m_house->backend.tell(CallArrived{
        {9}, u"01012345678"_s, m_house->clock.now(), EarlierCalls{1, 1, m_house->clock.now().addSecs(-3600)}});
    m_house->story.answer({9});
    m_house->story.knock({9});
    m_house->story.locate({9});
    const QModelIndex row = m_house->list->model()->index(m_house->pane.model().rowOf({9}), 0);
    QStyleOptionViewItem option;
    option.font = m_house->list->font();
    option.rect = {0, 0, 420, 60};
    QCOMPARE(ui::QueueDelegate::facts(option, row), u"silent before · 2 presses · phone"_s);

    for (int width = 420; width >= 217; --width) { // that of a window of 1280 pixels
        option.rect.setWidth(width);
        const auto layout = ui::QueueDelegate::layout(option, row);
        const QString facts = ui::QueueDelegate::facts(option, row);
        QVERIFY2(facts.endsWith(u"phone"_s), qPrintable(facts));
        QVERIFY(QFontMetrics(option.font).horizontalAdvance(facts) < layout.facts.width());
        QVERIFY(layout.before.width() > 0);
        QVERIFY(!layout.before.intersects(layout.number) && !layout.before.intersects(layout.facts));
    }
    QVERIFY(ui::QueueDelegate::facts(option, row) != u"silent before · 2 presses · phone"_s);
}

void tst_QueuePane::aClickTakesTheCallInHand()
{
    const QRect second = m_house->list->visualRect(m_house->list->model()->index(1, 0));
    QVERIFY(second.height() >= 28);

    QTest::mouseClick(m_house->list->viewport(), Qt::LeftButton, {}, second.center());

    QCOMPARE(m_house->desk.selected(), IncidentId{2});
    QCOMPARE(m_house->list->focusPolicy(), Qt::TabFocus);
}

void tst_QueuePane::aRowThatGoesAwayChangesNothingInHand()
{
    m_house->desk.select({1});

    m_house->story.close({1});

    QCOMPARE(m_house->desk.selected(), IncidentId{1});
    QVERIFY(!m_house->list->currentIndex().isValid());
}

void tst_QueuePane::theFocusAloneTakesNothingInHand()
{
    m_house->list->clearFocus();
    m_house->list->setFocus(Qt::TabFocusReason);

    QVERIFY(!m_house->desk.selected().isValid());
    QTRY_VERIFY(!m_house->list->currentIndex().isValid());
}

void tst_QueuePane::keysStepThroughTheQueue()
{
    QTest::keyClick(m_house->list, Qt::Key_Down);
    QCOMPARE(m_house->desk.selected(), IncidentId{1});
    QTest::keyClick(m_house->list, Qt::Key_Down);
    QTest::keyClick(m_house->list, Qt::Key_Down);
    QTest::keyClick(m_house->list, Qt::Key_Down);
    QCOMPARE(m_house->desk.selected(), IncidentId{3});
    m_house->pane.step(-1);

    QCOMPARE(m_house->desk.selected(), IncidentId{2});
    QCOMPARE(m_house->list->currentIndex().row(), 1);
}

void tst_QueuePane::lettersDoNotMoveTheRow()
{
    m_house->desk.select({1});

    QTest::keyClicks(m_house->list, u"0"_s);
    QTest::keyClick(m_house->list, Qt::Key_End);

    QCOMPARE(m_house->list->currentIndex().row(), 0);
}

void tst_QueuePane::theHandHoldsTheOrder()
{
    QTest::mouseMove(m_house->list->viewport(), {20, 20});
    QTRY_VERIFY(m_house->pane.model().isHeld());

    m_house->story.answer({3});
    m_house->story.knock({3});

    QCOMPARE(m_house->pane.model().rowOf({3}), 2);
    leave();
    QCOMPARE(m_house->pane.model().rowOf({3}), 0);
}

void tst_QueuePane::aRestingHandLetsGo()
{
    m_house->pane.step(1);
    QVERIFY(m_house->pane.model().isHeld());

    m_house->clock.advance(ui::QueuePane::restingHand - 1s);
    m_house->ticker.tick();
    QVERIFY(m_house->pane.model().isHeld());
    m_house->clock.advance(1s);
    m_house->ticker.tick();

    QVERIFY(!m_house->pane.model().isHeld());
}

void tst_QueuePane::aRowIsSpokenWhole()
{
    m_house->story.press({1}, u'5');
    m_house->story.locate({1}, Fix::Source::Cell);
    m_house->clock.advance(12s);

    const QString spoken = m_house->list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();

    QCOMPARE(spoken, u"Answer soon, 010-****-5671, 00:12, 1 press · cell"_s);
}

void tst_QueuePane::whatIsTypedIsFound_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QList<quint64>>("shown");
    QTest::newRow("state") << u"missed"_s << QList<quint64>{2};
    QTest::newRow("state in part, any case") << u"ANOTH"_s << QList<quint64>{1, 3};
    QTest::newRow("visible digits") << u"5673"_s << QList<quint64>{3};
    QTest::newRow("whole number") << u"010-1234-5672"_s << QList<quint64>{2};
    QTest::newRow("whole number without lines") << u"01012345672"_s << QList<quint64>{2};
    QTest::newRow("incident") << u"-00003"_s << QList<quint64>{3};
    QTest::newRow("source") << u"cell"_s << QList<quint64>{1};
    QTest::newRow("two words") << u"another cell"_s << QList<quint64>{1};
    QTest::newRow("nothing") << u"zebra"_s << QList<quint64>{};
    QTest::newRow("blank") << u"  "_s << QList<quint64>{1, 3, 2};
}

void tst_QueuePane::whatIsTypedIsFound()
{
    QFETCH(QString, typed);
    nobodyWaits();
    m_house->story.locate({1}, Fix::Source::Cell);
    m_house->pane.openFind();

    QTest::keyClicks(m_house->find, typed);

    QTEST(m_house->shown(), "shown");
}

void tst_QueuePane::hiddenDigitsAreNotFound()
{
    nobodyWaits();
    m_house->pane.openFind();

    QTest::keyClicks(m_house->find, u"1234"_s);

    QCOMPARE(m_house->shown(), QList<quint64>());
}

void tst_QueuePane::escapeShowsAllAgain()
{
    nobodyWaits();
    QVERIFY(!m_house->pane.putAway());
    QVERIFY(!m_house->find->isVisible());
    m_house->pane.openFind();
    QVERIFY(m_house->find->hasFocus());
    QTest::keyClicks(m_house->find, u"5671"_s);
    QVERIFY(m_house->says(u"1 of 3 shown; F2: all"_s));

    QVERIFY(m_house->pane.putAway());

    QCOMPARE(m_house->shown(), (QList<quint64>{1, 3, 2}));
    QVERIFY(!m_house->find->isVisible());
    QVERIFY(!m_house->says(u"1 of 3 shown; F2: all"_s));
}

void tst_QueuePane::enterTakesWhatWasFoundInHand()
{
    nobodyWaits();
    m_house->desk.select({1});
    m_house->pane.openFind();
    QTest::keyClicks(m_house->find, u"5673"_s);
    QCOMPARE(m_house->desk.selected(), IncidentId{1}); // to look for something takes nothing in hand

    QTest::keyClick(m_house->find, Qt::Key_Return);

    QCOMPARE(m_house->desk.selected(), IncidentId{3});
}

void tst_QueuePane::theShelfShowsTheMissedCallsAndWhoWaits()
{
    QObject::connect(&m_house->shelf, &QAction::triggered, &m_house->pane, &ui::QueuePane::toggleShelf);
    QVERIFY(!m_house->missed->isVisible());
    m_house->story.answer({1}, {7});
    m_house->story.end({2}, LineEnd::Cancelled);
    QVERIFY(m_house->missed->isVisible());
    QVERIFY(m_house->missed->text().startsWith(u"Missed: 1"_s));

    QTest::mouseClick(m_house->missed, Qt::LeftButton);

    QCOMPARE(m_house->shown(), (QList<quint64>{3, 2}));
    m_house->story.end({3}, LineEnd::Cancelled);
    QCOMPARE(m_house->shown(), (QList<quint64>{2, 3}));
    QVERIFY(m_house->missed->isChecked());
    QTest::mouseClick(m_house->missed, Qt::LeftButton);
    QCOMPARE(m_house->shown(), (QList<quint64>{1, 2, 3}));
}

QTEST_MAIN(tst_QueuePane)
#include "tst_queuepane.moc"
