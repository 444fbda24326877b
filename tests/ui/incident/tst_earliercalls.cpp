// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/incident/incidenthouse.h"
#include "ui/incident/earliercalls.h"
#include "ui/kit/keybutton.h"

#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What the number did before, where the incident in hand is shown.
class tst_EarlierCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void listsTheCallsBeforeTheAnswer();
    void saysThatANumberCalledBefore();
    void aClickOpensACall();
    void theCallThatIsLookedAtIsMarked();
    void aLookedUpIncidentOffersToBeReopened();
    void isHiddenWithoutAPast();
    void aSmallScreenShowsTwoAndTheOneLookedAt();

private:
    void ring(IncidentId id, const std::vector<EarlierCall> &calls, quint64 silent = 0)
    {
        const QDateTime last = calls.empty() ? now() : calls.front().at;
        m_house->backend.tell(CallArrived{id, u"01012345678"_s, now(), EarlierCalls{silent, 0, last, calls}});
    }
    [[nodiscard]] QDateTime now() const { return m_house->clock.now(); }
    [[nodiscard]] QList<QPushButton *> buttons() const
    {
        QList<QPushButton *> found;
        for (auto *button : m_house->pane.findChild<ui::EarlierCalls *>()->findChildren<QPushButton *>()) {
            if (button->isVisible() && !qobject_cast<ui::KeyButton *>(button))
                found.append(button);
        }
        return found;
    }
    [[nodiscard]] QString clock(const QDateTime &at) const { return at.toLocalTime().toString(u"HH:mm"_s); }
    void tell(IncidentId id) const
    {
        m_house->backend.recall(
            id, {CallArrived{id, u"01012345678"_s, now()}, IncidentClosed{id, CloseReason::NoNeed, {}, {1}, now()}});
    }

    std::unique_ptr<IncidentHouse> m_house;
};

void tst_EarlierCalls::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<IncidentHouse>();
    m_house->pane.resize(740, 500);
    m_house->pane.show();
    QVERIFY(QTest::qWaitForWindowActive(&m_house->pane));
}

void tst_EarlierCalls::listsTheCallsBeforeTheAnswer()
{
    m_house->pane.resize(1200, 500);
    ring({17}, {{{9}, now(), true, true}, {{8}, now(), false, true}, {{7}, now(), false, false}}, 1);

    QStringList texts;
    for (const QPushButton *button : buttons())
        texts << button->text();
    QCOMPARE(texts,
             (QStringList{clock(now()) + u" silent, no. 9"_s, clock(now()) + u" given up, no. 8"_s,
                          clock(now()) + u" answered, no. 7"_s}));
    QCOMPARE(buttons().front()->accessibleName(), u"Earlier call "_s + texts.front());
    // Nobody has taken the call in hand: it must be said whose past this is.
    QVERIFY(m_house->says(u"Incident 2026-00017: Silent calls of this number in the last 24 hours: 1"_s));
    m_house->desk.select({17});
    QVERIFY(!m_house->says(u"Incident 2026-00017:"_s));
    QVERIFY(m_house->says(u"Silent calls of this number in the last 24 hours: 1"_s));
}

void tst_EarlierCalls::saysThatANumberCalledBefore()
{
    ring({17}, {{{9}, now(), false, false}});
    m_house->desk.select({17});

    QVERIFY(m_house->says(u"This number called before in the last 24 hours, the last time at "_s + clock(now())));
    QVERIFY(!m_house->says(u"gave up"_s));
}

void tst_EarlierCalls::aClickOpensACall()
{
    ring({17}, {{{9}, now(), false, true}, {{8}, now(), false, false}});
    m_house->desk.select({17});

    QTest::mouseClick(buttons().at(1), Qt::LeftButton);

    QCOMPARE(m_house->backend.sent, std::vector{Command(LookUp{{8}})});
    QVERIFY(!buttons().at(1)->isChecked()); // not yet
    QVERIFY(!buttons().at(1)->hasFocus());
    tell({8});
    QCOMPARE(m_house->desk.selected(), IncidentId{8});
    QVERIFY(m_house->says(u"Incident 2026-00008"_s));
}

void tst_EarlierCalls::theCallThatIsLookedAtIsMarked()
{
    ring({17}, {{{9}, now(), false, true}, {{8}, now(), false, false}});
    m_house->desk.select({17});
    m_house->desk.lookUp({9});
    tell({9});

    QCOMPARE(buttons().size(), 2);
    QVERIFY(buttons().at(0)->isChecked());
    QVERIFY(!buttons().at(1)->isChecked());
    QTest::mouseClick(buttons().at(0), Qt::LeftButton); // once more changes nothing
    QVERIFY(buttons().at(0)->isChecked());
    QCOMPARE(m_house->desk.selected(), IncidentId{9});
}

void tst_EarlierCalls::aLookedUpIncidentOffersToBeReopened()
{
    ring({17}, {{{9}, now(), false, true}});
    m_house->story.answer({17});
    const auto buttonOf = [this](const QAction &action) {
        const auto all = m_house->pane.findChildren<ui::KeyButton *>();
        return *std::ranges::find(all, &action, &ui::KeyButton::action);
    };
    QVERIFY(!buttonOf(m_house->reopen)->isVisible());

    m_house->desk.lookUp({9});
    tell({9});

    QVERIFY(buttonOf(m_house->reopen)->isVisible());
    QVERIFY(m_house->says(u"Looked up. Next: re-open it if it is not over, or put it away."_s));
    QVERIFY(m_house->says(u"Closed: "_s));
    QVERIFY(m_house->says(u"010-****-"_s));
    m_house->backend.tell(IncidentReopened{{9}, {1}, now()});
    QVERIFY(!buttonOf(m_house->reopen)->isVisible());
    QVERIFY2(!m_house->says(u"010-****-"_s), "who has taken it up has its number, too");
}

void tst_EarlierCalls::isHiddenWithoutAPast()
{
    const auto *list = m_house->pane.findChild<ui::EarlierCalls *>();
    ring({17}, {{{9}, now(), false, true}});
    m_house->story.ring({18}, u"01099998888"_s);
    m_house->desk.select({18});
    QVERIFY(list->isHidden());

    m_house->desk.select({17});
    QVERIFY(list->isVisible());
}

void tst_EarlierCalls::aSmallScreenShowsTwoAndTheOneLookedAt()
{
    m_house->pane.resize(560, 500); // of 1280 x 720
    ring({17}, {{{9}, now()}, {{8}, now()}, {{7}, now()}, {{6}, now()}});
    m_house->desk.select({17});
    QCOMPARE(buttons().size(), 2);

    m_house->desk.lookUp({7});
    tell({7});

    QTRY_COMPARE(buttons().size(), 2);
    QVERIFY(buttons().back()->text().endsWith(u"no. 7"_s));
    QVERIFY(buttons().back()->isChecked());
    QVERIFY(buttons().back()->font().bold());
    QVERIFY(!buttons().back()->toolTip().isEmpty());
}

QTEST_MAIN(tst_EarlierCalls)
#include "tst_earliercalls.moc"
