// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/incident/incidenthouse.h"
#include "ui/incident/stepwords.h"
#include "ui/kit/keybutton.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
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
    void aRungTellsAllThatBecameTrueOfIt();

private:
    [[nodiscard]] QString highlighted() const;
    [[nodiscard]] bool says(const QString &words) const { return m_house->says(words); }
    void press(Qt::Key key) const { QTest::keyClick(QApplication::focusWidget(), key); }

    std::unique_ptr<IncidentHouse> m_house;
};

void tst_IncidentPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<IncidentHouse>();
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

    QCOMPARE(rungs.size(), 12);
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

void tst_IncidentPane::aRungTellsAllThatBecameTrueOfIt()
{
    m_house->story.answer({17});
    m_house->story.invite({17});
    m_house->clock.advance(1s);
    m_house->story.accept({17});
    m_house->story.fetch({17}, true);
    m_house->clock.advance(2s);
    m_house->story.deliver({17});
    m_house->ticker.tick();

    QWidget *text = nullptr;
    for (auto *widget : m_house->pane.findChildren<QWidget *>()) {
        if (widget->accessibleName().startsWith("Delivered: "_L1))
            text = widget;
    }

    QVERIFY(text);
    QCOMPARE(text->accessibleName(), u"Delivered: done, 00:03"_s);
    QCOMPARE(text->toolTip(), u"Link sent 00:00 · Accepted 00:01 · Previewed 00:01 · Delivered 00:03"_s);
}

QTEST_MAIN(tst_IncidentPane)
#include "tst_incidentpane.moc"
