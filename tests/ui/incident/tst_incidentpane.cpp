// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.h"
#include "ui/incident/incidentpane.h"
#include "ui/incident/stepwords.h"
#include "ui/kit/keybutton.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_IncidentPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void namesTheIncidentAndHidesOthersNumbers();
    void highlightsOneStep();
    void saysWhatToDoWhenTheLinkIsStuck();
    void ordersInPlace();
    void closesInPlaceWithAReason();
    void proposesHelpSentAfterAnOrder();
    void puttingAwayKeepsTheNote();
    void anEditorIsNotSentForAnotherIncident();
    void showsTheDemonstrationPhone();
    void tellsOfAFailedText();
    void everyRungHasAClock();
    void keepsQuietWhenClosed();

private:
    [[nodiscard]] QString highlighted() const;
    [[nodiscard]] bool says(const QString &words) const;
    void press(Qt::Key key) const { QTest::keyClick(QApplication::focusWidget(), key); }

    struct House {
        FakeBackend backend;
        ManualClock clock;
        desk::Desk desk{backend};
        Story story{backend, clock};
        ui::Ticker ticker{clock};
        QAction order{u"Order"_s};
        QAction answer{u"Answer"_s};
        QAction ask{u"Ask"_s};
        QAction link{u"Link"_s};
        QAction chat{u"Chat"_s};
        QAction hangUp{u"HangUp"_s};
        QAction close{u"Close"_s};
        ui::IncidentPane pane{desk, ticker, {&order, &answer, &ask, &link, &chat, &hangUp, &close}, {u"12"_s, u"7"_s}};
    };
    std::unique_ptr<House> m_house;
};

void tst_IncidentPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<House>();
    m_house->story.ring({17});
    m_house->pane.resize(740, 500);
    m_house->pane.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

QString tst_IncidentPane::highlighted() const
{
    QStringList names;
    for (const auto *button : m_house->pane.findChildren<ui::KeyButton *>()) {
        if (button->weight() == ui::KeyButton::Weight::Accent)
            names.append(button->accessibleName());
    }
    return names.join(u' ');
}

bool tst_IncidentPane::says(const QString &words) const
{
    const auto labels = m_house->pane.findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
}

void tst_IncidentPane::namesTheIncidentAndHidesOthersNumbers()
{
    QVERIFY(says(u"No incident in hand"_s));
    m_house->desk.select({17});
    QVERIFY(says(u"Incident 2026-00017"_s));
    QVERIFY(says(u"010-****-5678"_s));

    m_house->story.answer({17});

    QVERIFY(says(u"010-1234-5678"_s));
}

void tst_IncidentPane::highlightsOneStep()
{
    Story &story = m_house->story;
    QCOMPARE(highlighted(), u"Answer"_s);
    story.answer({17});
    QCOMPARE(highlighted(), u"Ask"_s);
    story.prompt({17});
    QCOMPARE(highlighted(), QString());
    story.listen({17});
    QVERIFY(says(u"4 s left"_s));
    m_house->clock.advance(4s);
    m_house->ticker.tick();
    QCOMPARE(highlighted(), u"Ask"_s);
    story.knock({17});
    QCOMPARE(highlighted(), QString());
    story.confirm({17});
    QCOMPARE(highlighted(), u"Order"_s);
    story.order({17}, u"12"_s);
    QCOMPARE(highlighted(), u"Link"_s);
    story.invite({17});
    story.accept({17});
    QCOMPARE(highlighted(), QString());
    story.open({17});
    QCOMPARE(highlighted(), u"Chat"_s);
    story.end({17}, LineEnd::Released);
    story.leave({17});
    QCOMPARE(highlighted(), u"Close"_s);
}

void tst_IncidentPane::saysWhatToDoWhenTheLinkIsStuck()
{
    Story &story = m_house->story;
    story.answer({17});
    story.order({17}, u"12"_s);
    story.invite({17});
    story.accept({17});
    QVERIFY(says(u"Waiting 00:00"_s));

    m_house->clock.advance(ui::StepWords::stuck);
    m_house->ticker.tick();

    QVERIFY(says(u"Not opened for 00:30. Say: press 2 if you have the text."_s));
    story.end({17});
    QVERIFY(says(u"do not ring back"_s));
}

void tst_IncidentPane::ordersInPlace()
{
    m_house->story.answer({17});

    m_house->pane.openOrder();
    press(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{OrderUnit{{17}, u"12"_s}}));
    QVERIFY(!m_house->pane.putAway());
}

void tst_IncidentPane::closesInPlaceWithAReason()
{
    m_house->story.answer({17});

    m_house->pane.openClose();
    press(Qt::Key_Return);
    QVERIFY2(m_house->backend.sent.empty(), "without a reason nothing is closed");
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"pocket"_s);
    press(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{CloseIncident{{17}, CloseReason::Mistake, u"pocket"_s}}));
}

void tst_IncidentPane::proposesHelpSentAfterAnOrder()
{
    m_house->story.answer({17});
    m_house->story.order({17}, u"12"_s);

    m_house->pane.openClose();
    press(Qt::Key_Return);

    QCOMPARE(m_house->backend.sent, (std::vector<Command>{CloseIncident{{17}, CloseReason::HelpSent, {}}}));
}

void tst_IncidentPane::puttingAwayKeepsTheNote()
{
    m_house->story.answer({17});
    m_house->pane.openClose();
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"half"_s);

    QVERIFY(m_house->pane.putAway());
    m_house->pane.openClose();
    press(Qt::Key_Tab);

    QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"half"_s);
}

void tst_IncidentPane::anEditorIsNotSentForAnotherIncident()
{
    m_house->story.answer({17});
    m_house->story.ring({18});
    m_house->pane.openOrder();
    QWidget *field = QApplication::focusWidget();

    m_house->desk.select({18});

    QVERIFY(!field->isVisible());
    QVERIFY(!QApplication::focusWidget());
    QVERIFY(m_house->backend.sent.empty());
}

void tst_IncidentPane::showsTheDemonstrationPhone()
{
    Story &story = m_house->story;
    story.answer({17});
    story.invite({17});
    QVERIFY(!says(u"Demonstration phone"_s));
    story.accept({17});
    QVERIFY(says(u"Demonstration phone"_s));

    const auto buttons = m_house->pane.findChildren<QPushButton *>();
    const auto copy = std::ranges::find(buttons, u"Copy the link"_s, &QWidget::accessibleName);
    QVERIFY(copy != buttons.end());
    (*copy)->click();

    QCOMPARE(QApplication::clipboard()->text(), m_house->desk.current()->invite->link);
    story.open({17});
    QVERIFY(!says(u"Demonstration phone"_s));
}

void tst_IncidentPane::tellsOfAFailedText()
{
    m_house->story.answer({17});
    m_house->story.invite({17});

    m_house->story.failInvite({17});

    QVERIFY(says(u"The text did not go out: gateway not reachable. Send it again"_s));
}

void tst_IncidentPane::everyRungHasAClock()
{
    m_house->story.answer({17});
    m_house->clock.advance(5s);
    m_house->story.prompt({17});

    QStringList rungs;
    for (const auto *widget : m_house->pane.findChildren<QWidget *>()) {
        if (widget->accessibleName().contains(": "_L1))
            rungs.append(widget->accessibleName());
    }

    QCOMPARE(rungs.size(), 11);
    QCOMPARE(rungs.at(1), u"Answered: done, 00:00"_s);
    QCOMPARE(rungs.at(2), u"Asked: done, 00:05"_s);
    QCOMPARE(rungs.at(3), u"Knocked: next, 00:05"_s);
    QCOMPARE(rungs.at(4), u"Confirmed: not yet, -"_s);
}

void tst_IncidentPane::keepsQuietWhenClosed()
{
    m_house->story.answer({17});
    m_house->pane.openClose();

    m_house->story.close({17});

    QVERIFY(says(u"Closed: Other."_s));
    QCOMPARE(highlighted(), QString());
    QVERIFY(!m_house->pane.putAway());
}

QTEST_MAIN(tst_IncidentPane)
#include "tst_incidentpane.moc"
