// SPDX-License-Identifier: Apache-2.0
#include "app/core/incident.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace knock;

class tst_Incident : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void aHeardKnockIsAnAlertUntilJudged();
    void aLineLostAfterAKnockStaysOpen();
    void anUnansweredCallIsMissed();
    void aPressKnowsAllItsCarriers();
    void anotherPromptOpensAFreshWindow();
    void fixesAreKeptInOrder();
    void ofManyFixesTheOldOnesGo();
    void aFixNoMapCanShowIsInvalid_data();
    void aFixNoMapCanShowIsInvalid();

private:
    const IncidentId m_id{7};
    const QDateTime m_at = QDateTime::fromString(u"2026-01-02T03:40:00.000Z"_s, Qt::ISODateWithMs);

    Incident after(std::initializer_list<Event> events) const
    {
        Incident incident;
        for (const Event &event : events)
            apply(incident, event);
        return incident;
    }
};

void tst_Incident::aHeardKnockIsAnAlertUntilJudged()
{
    const CallArrived arrived{m_id, u"01012345678"_s, m_at};
    const KnockHeard heard{m_id, u"59"_s, std::chrono::milliseconds(1600), false, m_at};

    QVERIFY(!after({arrived}).hasAlert());
    QVERIFY(after({arrived, heard}).hasAlert());
    QVERIFY(!after({arrived, heard, SilentCallConfirmed{m_id, {1}, m_at}}).hasAlert());
    QVERIFY(!after({arrived, heard, KnockDismissed{m_id, {1}, m_at}}).hasAlert());
    QVERIFY(after({arrived, heard, KnockDismissed{m_id, {1}, m_at}, heard}).hasAlert());
}

void tst_Incident::aLineLostAfterAKnockStaysOpen()
{
    const CallArrived arrived{m_id, u"01012345678"_s, m_at};
    const CallAnswered answered{m_id, {1}, m_at};
    const KnockHeard heard{m_id, u"59"_s, std::chrono::milliseconds(1600), false, m_at};
    const LineEnded ended{m_id, LineEnd::HungUp, m_at};

    const Incident incident = after({arrived, answered, heard, ended});

    QVERIFY(incident.isOpen());
    QVERIFY(incident.isLostAfterKnock());
    QVERIFY(!incident.isMissed());
    QVERIFY(!after({arrived, answered, ended}).isLostAfterKnock());
    QVERIFY(!after({arrived, answered, heard, LineEnded{m_id, LineEnd::Released, m_at}}).isLostAfterKnock());
}

void tst_Incident::anUnansweredCallIsMissed()
{
    QVERIFY(after({CallArrived{m_id, {}, m_at}, LineEnded{m_id, LineEnd::Cancelled, m_at}}).isMissed());
}

void tst_Incident::aPressKnowsAllItsCarriers()
{
    const Incident incident
        = after({CallArrived{m_id, {}, m_at}, KeyPressed{m_id, 1, u'5', Carrier::Info, {}, false, m_at},
                 KeyPressed{m_id, 2, u'9', Carrier::Event, Dbm0{-10}, false, m_at},
                 PressCorroborated{m_id, 1, Carrier::Tone, Dbm0{-22}, m_at},
                 PressCorroborated{m_id, 2, Carrier::Tone, Dbm0{-20}, m_at},
                 PressCorroborated{m_id, 7, Carrier::Tone, Dbm0{-20}, m_at}});

    const std::vector<Press> expected{{1, u'5', {Carrier::Info, Carrier::Tone}, Dbm0{-22}, false, m_at},
                                      {2, u'9', {Carrier::Event, Carrier::Tone}, Dbm0{-10}, false, m_at}};
    QCOMPARE(incident.presses, expected);
}

void tst_Incident::anotherPromptOpensAFreshWindow()
{
    const Incident incident
        = after({CallArrived{m_id, {}, m_at}, PromptStarted{m_id, {1}, m_at}, PromptEnded{m_id, m_at, m_at.addSecs(10)},
                 KeyPressed{m_id, 1, u'5', Carrier::Tone, {}, true, m_at}, PromptStarted{m_id, {1}, m_at.addSecs(20)}});

    QCOMPARE(incident.presses.size(), 1U);
    QVERIFY(incident.windowKeys.isEmpty());
    QVERIFY(!incident.windowEnds);
    QCOMPARE(incident.prompted, m_at);
}

void tst_Incident::fixesAreKeptInOrder()
{
    const Fix first{36, 124.6, {40}, Fix::Source::Cell, m_at, {}, {}};
    const Fix second{36.001, 124.6, {8}, Fix::Source::Browser, m_at.addSecs(5), {}, {}};

    const Incident incident = after(
        {CallArrived{m_id, {}, m_at}, CallerLocated{m_id, first, m_at}, CallerLocated{m_id, second, m_at.addSecs(6)}});

    QCOMPARE(incident.fixes.size(), 2U);
    QCOMPARE(incident.fixes.back(), second);
    QCOMPARE(incident.located, m_at);
}

void tst_Incident::ofManyFixesTheOldOnesGo()
{
    Incident incident = after({CallArrived{m_id, {}, m_at}});
    const Fix cell{36, 124.6, {900}, Fix::Source::Cell, m_at.addSecs(40), {}, {}};
    const Fix olderCell{36, 124.7, {900}, Fix::Source::Cell, m_at.addSecs(20), {}, {}};
    const auto walked = [this](int second) {
        return Fix{36 + second * 1e-5, 124.6, {8}, Fix::Source::Browser, m_at.addSecs(second), {}, {}};
    };

    apply(incident, CallerLocated{m_id, cell, m_at});
    apply(incident, CallerLocated{m_id, olderCell, m_at}); // arrives later
    constexpr int lasts = 3 * 3600;
    for (int second = 0; second < lasts; ++second)
        apply(incident, CallerLocated{m_id, walked(second), walked(second).at});

    const std::vector<Fix> &fixes = incident.fixes;
    QCOMPARE_LE(fixes.size(), 2000U);
    QCOMPARE(fixes.front(), cell); // the newest of its source
    QCOMPARE(fixes.back(), walked(lasts - 1));
    QVERIFY(std::ranges::is_sorted(fixes.begin() + 1, fixes.end(), {}, &Fix::at)); // in order
    for (int i = 0; i < 999; ++i) // the last ones all
        QCOMPARE(fixes.at(fixes.size() - 1 - size_t(i)), walked(lasts - 1 - i));
}

void tst_Incident::aFixNoMapCanShowIsInvalid_data()
{
    QTest::addColumn<double>("latitude");
    QTest::addColumn<double>("longitude");
    QTest::addColumn<double>("radius");
    QTest::addColumn<bool>("valid");

    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("a place") << 36.0 << 124.6 << 12.0 << true;
    QTest::newRow("the pole") << 90.0 << 180.0 << 0.0 << true;
    QTest::newRow("beyond the pole") << 90.1 << 124.6 << 12.0 << false;
    QTest::newRow("beyond the date line") << 36.0 << -180.1 << 12.0 << false;
    QTest::newRow("no number") << nan << 124.6 << 12.0 << false;
    QTest::newRow("negative radius") << 36.0 << 124.6 << -1.0 << false;
    QTest::newRow("endless radius") << 36.0 << 124.6 << std::numeric_limits<double>::infinity() << false;
}

void tst_Incident::aFixNoMapCanShowIsInvalid()
{
    QFETCH(const double, latitude);
    QFETCH(const double, longitude);
    QFETCH(const double, radius);

    const Fix fix{latitude, longitude, {radius}, Fix::Source::Browser, m_at, {}, {}};

    QTEST(fix.isValid(), "valid");
}

QTEST_GUILESS_MAIN(tst_Incident)
#include "tst_incident.moc"
