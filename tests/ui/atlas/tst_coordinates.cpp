// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/coordinates.h"

#include <QTest>

#include <cmath>

using namespace knock::ui;
using namespace Qt::StringLiterals;

/// The forms in which a place is told, against PROJ 9.6.0 (gdaltransform from EPSG:4326) and published places.
class tst_Coordinates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void projectsAsProjDoes_data();
    void projectsAsProjDoes();
    void tellsMinutesAndSeconds_data();
    void tellsMinutesAndSeconds();
    void tellsMgrs_data();
    void tellsMgrs();
    void tellsKoreanForms();
    void leavesOutWhatIsNotSaidThere();
};

void tst_Coordinates::projectsAsProjDoes_data()
{
    QTest::addColumn<QGeoCoordinate>("place");
    QTest::addColumn<QPointF>("korean");
    QTest::addColumn<QPointF>("zone51");
    QTest::addColumn<QPointF>("zone52");

    QTest::newRow("Hanbit") << QGeoCoordinate(35.999700, 124.616431) << QPointF(740075.60273412, 1781946.55423987)
                            << QPointF(645691.661023917, 3985123.33183573)
                            << QPointF(104797.839220038, 3992811.36538653);
    QTest::newRow("Seoul") << QGeoCoordinate(37.5665, 126.978) << QPointF(953901.165312152, 1952032.08097909)
                           << QPointF(851376.674301243, 4165162.7110161) << QPointF(321424.286193712, 4159640.64141244);
    QTest::newRow("Busan") << QGeoCoordinate(35.1796, 129.0756) << QPointF(1143467.37966457, 1688281.98207151)
                           << QPointF(1053545.03868298, 3909906.7833821) << QPointF(506883.518331773, 3892962.93360484);
    QTest::newRow("Jeju") << QGeoCoordinate(33.4996, 126.5312) << QPointF(910010.545711698, 1501279.78886601)
                          << QPointF(828080.103541399, 3712259.14355083) << QPointF(270655.582781972, 3709403.02506133);
}

void tst_Coordinates::projectsAsProjDoes()
{
    QFETCH(QGeoCoordinate, place);
    const auto apart = [](QPointF one, QPointF other) {
        const QPointF way = one - other;
        return std::hypot(way.x(), way.y());
    };
    QFETCH(QPointF, korean);
    QCOMPARE_LT(apart(Coordinates::koreanPlane(place), korean), 0.001);
    QFETCH(QPointF, zone51);
    QCOMPARE_LT(apart(Coordinates::utm(place, 51), zone51), 0.001);
    QFETCH(QPointF, zone52);
    QCOMPARE_LT(apart(Coordinates::utm(place, 52), zone52), 0.001);
}

void tst_Coordinates::tellsMinutesAndSeconds_data()
{
    QTest::addColumn<QGeoCoordinate>("place");
    QTest::addColumn<QString>("told");

    QTest::newRow("north-east") << QGeoCoordinate(35.999700, 124.616431) << uR"(35°59'58.9"N 124°36'59.2"E)"_s;
    QTest::newRow("south-west") << QGeoCoordinate(-33.5, -70.25) << uR"(33°30'00.0"S 70°15'00.0"W)"_s;
    QTest::newRow("a carry") << QGeoCoordinate(35.99999, 126.9999999) << uR"(36°00'00.0"N 127°00'00.0"E)"_s;
}

void tst_Coordinates::tellsMinutesAndSeconds()
{
    QFETCH(QGeoCoordinate, place);
    QTEST(Coordinates::sexagesimal(place), "told");
}

void tst_Coordinates::tellsMgrs_data()
{
    QTest::addColumn<QGeoCoordinate>("place");
    QTest::addColumn<QString>("told");

    QTest::newRow("Hanbit") << QGeoCoordinate(35.999700, 124.616431) << u"51S XV 45691 85123"_s;
    QTest::newRow("Seoul") << QGeoCoordinate(37.5665, 126.978) << u"52S CG 21424 59640"_s;
    QTest::newRow("Busan") << QGeoCoordinate(35.1796, 129.0756) << u"52S ED 06883 92962"_s;
    // Published in many places, for it is where the grid begins.
    QTest::newRow("the origin") << QGeoCoordinate(0, 0) << u"31N AA 66021 00000"_s;
    QTest::newRow("near a pole") << QGeoCoordinate(84.5, 0) << QString();
}

void tst_Coordinates::tellsMgrs()
{
    QFETCH(QGeoCoordinate, place);
    QTEST(Coordinates::mgrs(place), "told");
}

void tst_Coordinates::tellsKoreanForms()
{
    const QGeoCoordinate cityHall(37.5665, 126.978);

    QCOMPARE(Coordinates::utmK(cityHall), u"E 953901 N 1952032"_s);
    QCOMPARE(Coordinates::pointNumber(cityHall), u"다사 5390 5203"_s);
}

void tst_Coordinates::leavesOutWhatIsNotSaidThere()
{
    QCOMPARE(Coordinates::forms({37.5665, 126.978}).size(), 5);
    QCOMPARE(Coordinates::forms({48.85, 2.35}).size(), 3);
    QCOMPARE(Coordinates::forms({89, 2.35}).size(), 2);
}

QTEST_GUILESS_MAIN(tst_Coordinates)
#include "tst_coordinates.moc"
