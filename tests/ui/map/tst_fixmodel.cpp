// SPDX-License-Identifier: Apache-2.0
#include "ui/map/disagreement.h"
#include "ui/map/fixmodel.h"
#include "ui/map/fixtext.h"
#include "ui/map/trackarrows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace knock;
using namespace knock::ui;
using namespace Qt::StringLiterals;

/// What the map draws and says of an incident's fixes.
class tst_FixModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void keepsEverySource();
    void showsTheNewestOfASource();
    void aLateOldFixStaysBehind();
    void aLateOldFixOfTheSameSourceStaysBehind();
    void theChosenSourceLeads();
    void anAreaDoesNotTakeTheEyeFromAFreshPoint();
    void anAreaLeadsOnceThePointIsOld();
    void leavesOutWhatNoMapCanShow();
    void drawsNoTrackThroughAreas();
    void boundsTheTrack();
    void growsOld();
    void tellsOnlyWhatChanged();
    void obeysTheRulesOfModels();
    void tellsAFix_data();
    void tellsAFix();
    void tellsWhoDiffers_data();
    void tellsWhoDiffers();
    void tellsTheWidestDifference();
    void arrowsPointTheWayTheCallerWent();
    void timesStayFewAndApart();
    void arrowsStayFew();
};

namespace {

const QDateTime noon = QDateTime::fromString(u"2026-01-02T03:40:00.000Z"_s, Qt::ISODateWithMs);

Fix fixOf(Fix::Source source, double radius, int second, double latitude = 36.0)
{
    Fix fix;
    fix.latitude = latitude;
    fix.longitude = 124.6;
    fix.radius = Metres{radius};
    fix.source = source;
    fix.at = noon.addSecs(second);
    return fix;
}

using enum Fix::Source;

} // namespace

void tst_FixModel::keepsEverySource()
{
    FixModel model;

    model.setFixes(
        {fixOf(Cell, 900, 0), fixOf(Aml, 20, 1), fixOf(Browser, 8, 2), fixOf(Typed, 0, 3), fixOf(Sip, 50, 4)}, noon);

    QCOMPARE(model.newest().size(), 5u);
    for (int row = 0; row < model.rowCount(); ++row)
        QVERIFY(model.index(row).data(FixModel::Present).toBool());
}

void tst_FixModel::showsTheNewestOfASource()
{
    FixModel model;

    model.setFixes({fixOf(Browser, 30, 0, 36.001), fixOf(Browser, 8, 2, 36.002)}, noon);

    QCOMPARE(model.newest(), std::vector{fixOf(Browser, 8, 2, 36.002)});
    QCOMPARE(model.track(Browser), (QList<QGeoCoordinate>{{36.001, 124.6}, {36.002, 124.6}}));
}

void tst_FixModel::aLateOldFixStaysBehind()
{
    FixModel model;

    model.setFixes({fixOf(Browser, 8, 300), fixOf(Aml, 20, 10)}, noon);

    QCOMPARE(model.lead()->source, Browser);
    QCOMPARE(model.newest().front().source, Browser);
}

void tst_FixModel::aLateOldFixOfTheSameSourceStaysBehind()
{
    FixModel model;

    model.setFixes({fixOf(Browser, 8, 1, 36.001), fixOf(Browser, 8, 9, 36.009), fixOf(Browser, 8, 5, 36.005)}, noon);

    QCOMPARE(model.lead()->latitude, 36.009);
    QCOMPARE(model.track(Browser), (QList<QGeoCoordinate>{{36.001, 124.6}, {36.005, 124.6}, {36.009, 124.6}}));
    QCOMPARE(model.times(Browser), (QList<QDateTime>{noon.addSecs(1), noon.addSecs(5), noon.addSecs(9)}));
}

void tst_FixModel::theChosenSourceLeads()
{
    FixModel model;

    model.setFixes({fixOf(Cell, 900, 0), fixOf(Browser, 8, 20)}, noon, Cell);

    QCOMPARE(model.lead()->source, Cell);
    QVERIFY(model.isChosen(Cell));
    QCOMPARE(model.index(int(Cell)).data(FixModel::Label).toString(), u"cell ±900 m · chosen"_s);
    QVERIFY(!model.isChosen(Browser));
    QCOMPARE(model.newest().size(), 2u);
}

void tst_FixModel::anAreaDoesNotTakeTheEyeFromAFreshPoint()
{
    FixModel model;

    model.setFixes({fixOf(Browser, 8, 0), fixOf(Cell, 900, 59)}, noon);

    QCOMPARE(model.lead()->source, Browser);
    QCOMPARE(model.newest().front().source, Browser);
}

void tst_FixModel::anAreaLeadsOnceThePointIsOld()
{
    FixModel model;

    model.setFixes({fixOf(Browser, 8, 0), fixOf(Cell, 900, 61)}, noon);

    QCOMPARE(model.lead()->source, Cell);
}

void tst_FixModel::leavesOutWhatNoMapCanShow()
{
    FixModel model;
    Fix nowhere = fixOf(Browser, 8, 1);
    nowhere.latitude = std::numeric_limits<double>::quiet_NaN();

    model.setFixes({fixOf(Browser, 8, 0), nowhere, fixOf(Browser, 8, 2, 91)}, noon);

    QCOMPARE(model.newest(), std::vector{fixOf(Browser, 8, 0)});
}

void tst_FixModel::drawsNoTrackThroughAreas()
{
    FixModel model;

    model.setFixes({fixOf(Cell, 900, 0, 36.01), fixOf(Cell, 800, 1, 36.02)}, noon);

    QVERIFY(model.track(Cell).isEmpty());
}

void tst_FixModel::boundsTheTrack()
{
    FixModel model;
    std::vector<Fix> fixes;
    for (int i = 0; i < 600; ++i)
        fixes.push_back(fixOf(Browser, 8, i, 36 + i * 1e-5));

    model.setFixes(fixes, noon);

    QCOMPARE(model.track(Browser).size(), FixModel::longestTrack);
    QCOMPARE(model.track(Browser).last().latitude(), fixes.back().latitude);
}

void tst_FixModel::growsOld()
{
    FixModel model;
    model.setFixes({fixOf(Browser, 8, 0)}, noon.addSecs(60));
    QVERIFY(!model.index(int(Browser)).data(FixModel::Old).toBool());

    model.setNow(noon.addSecs(61));

    QVERIFY(model.index(int(Browser)).data(FixModel::Old).toBool());
}

void tst_FixModel::tellsOnlyWhatChanged()
{
    FixModel model;
    model.setFixes({fixOf(Browser, 8, 0), fixOf(Cell, 900, 1)}, noon);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

    model.setFixes({fixOf(Browser, 8, 0), fixOf(Cell, 900, 1), fixOf(Browser, 8, 2)}, noon);

    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), int(Browser));
}

void tst_FixModel::obeysTheRulesOfModels()
{
    FixModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

    model.setFixes({fixOf(Browser, 8, 0), fixOf(Cell, 900, 1)}, noon);
    model.setFixes({}, noon);

    QVERIFY(!model.lead());
}

void tst_FixModel::tellsAFix_data()
{
    QTest::addColumn<Fix>("fix");
    QTest::addColumn<int>("age");
    QTest::addColumn<QString>("told");

    QTest::newRow("fresh") << fixOf(Browser, 12, 0) << 3 << u"browser · ±12 m · 3 s ago"_s;
    QTest::newRow("area") << fixOf(Cell, 850, 0) << 0 << u"cell · area ±850 m · 0 s ago"_s;
    QTest::newRow("wide area") << fixOf(Cell, 2350, 0) << 60 << u"cell · area ±2.4 km · 1 min 0 s ago"_s;
    QTest::newRow("old") << fixOf(Aml, 20, 0) << 72 << u"AML · ±20 m · 1 min 12 s ago · old"_s;
    QTest::newRow("older") << fixOf(Sip, 20, 0) << 1850 << u"network · ±20 m · 30 min ago · old"_s;
    QTest::newRow("oldest") << fixOf(Sip, 20, 0) << 7300 << u"network · ±20 m · 2 h ago · old"_s;
    Fix unsure = fixOf(Aml, 20, 0);
    unsure.confidence = Percent{67.6};
    QTest::newRow("as sure as it says") << unsure << 3 << u"AML · ±20 m · 68 % sure · 3 s ago"_s;
    QTest::newRow("radius not told") << fixOf(Sip, 0, 0) << 5 << u"network · radius unknown · 5 s ago"_s;
    QTest::newRow("no radius") << fixOf(Typed, 0, 0) << 5 << u"typed · 5 s ago"_s;
    QTest::newRow("a clock ahead") << fixOf(Browser, 12, 30) << 0 << u"browser · ±12 m · 0 s ago"_s;
}

void tst_FixModel::tellsAFix()
{
    QFETCH(Fix, fix);
    QFETCH(int, age);

    QTEST(FixText::line(fix, noon.addSecs(age)), "told");
}

void tst_FixModel::tellsWhoDiffers_data()
{
    QTest::addColumn<Fix>("other");
    QTest::addColumn<bool>("differs");

    // The browser says 36.0, within 10 m; a thousandth of a degree is 111 m.
    const auto sure = [](Fix fix, double percent) {
        fix.confidence = Percent{percent};
        return fix;
    };
    QTest::newRow("circles apart") << fixOf(Aml, 20, 10, 36.001) << true;
    QTest::newRow("circles meet") << fixOf(Aml, 102, 10, 36.001) << false;
    QTest::newRow("a circle of 67 % is drawn too small") << sure(fixOf(Aml, 80, 10, 36.001), 67) << false;
    QTest::newRow("one of 95 % is not") << sure(fixOf(Aml, 80, 10, 36.001), 95) << true;
    QTest::newRow("one inside the other") << fixOf(Cell, 900, 10, 36.004) << false;
    QTest::newRow("no radius, a street away") << fixOf(Typed, 0, 10, 36.0009) << false;
    QTest::newRow("no radius, far away") << fixOf(Sip, 0, 10, 36.01) << true;
    QTest::newRow("a car could have driven it") << fixOf(Aml, 20, 180, 36.01) << false;
    QTest::newRow("no car could") << fixOf(Aml, 20, 180, 36.1) << true;
}

void tst_FixModel::tellsWhoDiffers()
{
    QFETCH(Fix, other);

    QTEST(Disagreement::among({fixOf(Browser, 10, 0), other}).has_value(), "differs");
}

void tst_FixModel::tellsTheWidestDifference()
{
    const auto found
        = Disagreement::among({fixOf(Browser, 10, 0), fixOf(Aml, 20, 5, 36.003), fixOf(Sip, 50, 5, 36.011)});

    QVERIFY(found);
    QCOMPARE(found->text(), u"Sources differ by 1.2 km: browser, network"_s);
    QVERIFY(!Disagreement::among({fixOf(Browser, 10, 0)}));
    QVERIFY(!Disagreement::among({}));
}

void tst_FixModel::timesStayFewAndApart()
{
    QList<QGeoCoordinate> track;
    QList<QDateTime> times;
    for (int i = 0; i < 300; ++i) {
        track.append({36 + i * 1e-4, 124.6});
        times.append(noon.addSecs(i));
    }

    const QList<TrackTime> told = timesAlong(track, times, 17);

    QCOMPARE(told.size(), 12);
    QCOMPARE_LT(told.at(1).at, told.at(0).at);
    QCOMPARE_GE(told.at(0).place.distanceTo(told.at(1).place), 100.0); // 110 pixels of 0.97 m
    QVERIFY(timesAlong({{36, 124.6}}, {noon}, 17).isEmpty());
}

void tst_FixModel::arrowsPointTheWayTheCallerWent()
{
    const auto north = arrowsAlong({{36.0, 124.6}, {36.01, 124.6}}, 17);
    const auto east = arrowsAlong({{36.0, 124.6}, {36.0, 124.61}}, 17);

    QVERIFY(!north.isEmpty());
    QVERIFY(std::abs(std::remainder(north.first().heading, 360)) < 1);
    QVERIFY(!east.isEmpty());
    QVERIFY(std::abs(east.first().heading - 90) < 1);
}

void tst_FixModel::arrowsStayFew()
{
    QCOMPARE_LE(arrowsAlong({{33.0, 126.0}, {38.0, 128.0}}, 19).size(), 24);
    QVERIFY(arrowsAlong({{33.0, 126.0}}, 19).isEmpty());
    QVERIFY(arrowsAlong({{33.0, 126.0}, {33.0, 126.0}}, 19).isEmpty());
}

QTEST_GUILESS_MAIN(tst_FixModel)
#include "tst_fixmodel.moc"
