// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/incident/incidenthouse.h"
#include "ui/incident/ladderview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// What became of the units, as the incident pane says it.
class tst_UnitNotes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void saysWhatTheDispatchSystemTook();
    void saysWhatHasNoAnswerYet();
    void saysWhatAPersonMustPassOn();
    void doesNotKnowWhatWasLost();
    void tellsOfAnotherCallUntilItIsPutAway();
    void tellsOfACallThatIsClosed();
    void saysNothingOfLongAgo();
    void copiesTheLinkOfThePage();
    void saysWhetherThePageWasOpened();

private:
    void tell(const Event &event) { m_house->backend.tell(event); }
    void fail(IncidentId incident, quint64 order, Error::Kind why = Error::Kind::Unreachable)
    {
        tell(OrderFailed{incident, order, why, m_house->clock.now()});
    }
    void share(SeatId seat = {1})
    {
        const QDateTime now = m_house->clock.now();
        tell(PackShared{{17}, u"token"_s, u"https://127.0.0.1:8444/p/#token"_s, seat, now, now.addSecs(3600)});
    }
    [[nodiscard]] bool says(const QString &words) const { return m_house->says(words); }
    [[nodiscard]] QString ladder() const
    {
        QStringList names;
        for (const auto *rung : m_house->pane.findChildren<ui::RungView *>())
            names << rung->accessibleName();
        return names.join(u'|');
    }

    std::unique_ptr<IncidentHouse> m_house;
};

void tst_UnitNotes::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_house = std::make_unique<IncidentHouse>();
    m_house->pane.show();
    m_house->story.ring({17});
    m_house->story.ring({18});
    Q_EMIT m_house->backend.caughtUp();
    m_house->story.answer({17});
    m_house->desk.select({17});
    m_house->story.order({17}, u"Patrol 12"_s);
}

void tst_UnitNotes::saysWhatTheDispatchSystemTook()
{
    QVERIFY(!says(u"Dispatch system took"_s));

    tell(OrderTaken{{17}, 1, m_house->clock.now()});

    QVERIFY(says(u"Dispatch system took: Patrol 12 "_s));
    QVERIFY2(ladder().contains(u"Taken: done"_s), qPrintable(ladder()));
}

void tst_UnitNotes::saysWhatHasNoAnswerYet()
{
    const QString words = u"No answer of a dispatch system yet."_s;
    QVERIFY(says(u"Ordered: Patrol 12. "_s + words));
    m_house->clock.advance(std::chrono::seconds(1));
    m_house->story.order({17}, u"Patrol 7"_s);
    QVERIFY(says(u"Ordered: Patrol 12, Patrol 7. "_s + words));

    tell(OrderTaken{{17}, 1, m_house->clock.now()});
    QVERIFY(says(u"Ordered: Patrol 7. "_s + words));
    fail({17}, 2);
    QVERIFY(!says(words));

    m_house->story.order({17}, u"Patrol 3"_s);
    m_house->clock.advance(std::chrono::seconds(29));
    m_house->ticker.tick();
    QVERIFY(says(u"Ordered: Patrol 3. "_s + words));
    m_house->clock.advance(std::chrono::seconds(1));
    m_house->ticker.tick();
    QVERIFY2(!says(words), "by then an answer would have come");
}

void tst_UnitNotes::saysWhatAPersonMustPassOn()
{
    fail({17}, 1);

    QVERIFY(says(u"NOT PASSED ON: Patrol 12. Dispatch system: not reachable. Pass it on yourself."_s));
    QVERIFY2(ladder().contains(u"Not passed: failed"_s), qPrintable(ladder()));
    QVERIFY(!m_house->pane.putAway());
    QVERIFY(says(u"NOT PASSED ON: Patrol 12"_s));
}

void tst_UnitNotes::doesNotKnowWhatWasLost()
{
    fail({17}, 1, Error::Kind::Expired);

    QVERIFY(says(u"NOT KNOWN whether the dispatch system has the order: Patrol 12. Pass it on yourself."_s));
}

void tst_UnitNotes::tellsOfAnotherCallUntilItIsPutAway()
{
    m_house->story.order({18}, u"Patrol 7"_s);

    fail({18}, 1);

    QVERIFY(says(u"Incident 2026-00018: NOT PASSED ON: Patrol 7."_s));
    QVERIFY(m_house->pane.putAway());
    QVERIFY(!says(u"NOT PASSED ON"_s));
    m_house->desk.select({18});
    QVERIFY(says(u"NOT PASSED ON: Patrol 7."_s));
}

void tst_UnitNotes::tellsOfACallThatIsClosed()
{
    m_house->story.order({18}, u"Patrol 7"_s);
    m_house->story.close({18});

    fail({18}, 1);

    QVERIFY(says(u"Incident 18: NOT PASSED ON: a unit."_s));
}

void tst_UnitNotes::saysNothingOfLongAgo()
{
    m_house = std::make_unique<IncidentHouse>();
    m_house->pane.show();
    m_house->story.ring({18});
    m_house->story.order({18}, u"Patrol 7"_s);
    fail({18}, 1);

    Q_EMIT m_house->backend.caughtUp();

    QVERIFY(!says(u"NOT PASSED ON"_s));
}

void tst_UnitNotes::copiesTheLinkOfThePage()
{
    QGuiApplication::clipboard()->clear();
    m_house->pane.sharePack();
    QCOMPARE(m_house->backend.sent, (std::vector<Command>{SharePack{{17}}}));
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());

    share();

    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://127.0.0.1:8444/p/#token"_s);
    QVERIFY(says(u"Its link is in the clipboard."_s));
    QGuiApplication::clipboard()->clear();
    m_house->pane.sharePack();
    QCOMPARE(m_house->backend.sent.size(), 1u);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://127.0.0.1:8444/p/#token"_s);

    m_house->clock.advance(std::chrono::hours(1));
    m_house->ticker.tick();
    QVERIFY(says(u"Page for units: over since"_s));
    m_house->pane.sharePack();
    QCOMPARE(m_house->backend.sent.size(), 2u);
}

void tst_UnitNotes::saysWhetherThePageWasOpened()
{
    QGuiApplication::clipboard()->clear();
    share({2}); // by somebody else
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    QVERIFY(says(u"Page for units: not opened, until "_s));

    tell(PackOpened{{17}, m_house->clock.now()});
    m_house->clock.advance(std::chrono::seconds(134));
    m_house->ticker.tick();

    QVERIFY(says(u"Page for units: opened 02:14 ago, until "_s));
    tell(PackEnded{{17}, {1}, m_house->clock.now()});
    QVERIFY(!says(u"Page for units"_s));
}

QTEST_MAIN(tst_UnitNotes)
#include "tst_unitnotes.moc"
