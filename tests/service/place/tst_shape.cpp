// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/shape.h"

#include <cmath>
#include <numbers>
#include <QTest>
#include <vector>

using namespace knock;
using namespace knock::place;

namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

// On a ball as large as the earth, by other means than the code under test.
double metresBetween(const Position &one, const Position &other)
{
    const double north = std::sin(radians(other.latitude - one.latitude) / 2);
    const double east = std::sin(radians(other.longitude - one.longitude) / 2);
    return 2 * 6'371'000
        * std::asin(std::sqrt(north * north
                              + std::cos(radians(one.latitude)) * std::cos(radians(other.latitude)) * east * east));
}

Position from(const Position &start, double bearing, double metres)
{
    const double degree = 111'195;
    return {start.latitude + metres * std::cos(radians(bearing)) / degree,
            start.longitude + metres * std::sin(radians(bearing)) / degree / std::cos(radians(start.latitude))};
}

} // namespace

class tst_Shape : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void holdsAllOfABand_data();
    void holdsAllOfABand();
    void holdsEveryCorner_data();
    void holdsEveryCorner();
    void crossesTheDateLine();
};

void tst_Shape::holdsAllOfABand_data()
{
    QTest::addColumn<double>("inner");
    QTest::addColumn<double>("outer");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("opening");
    QTest::newRow("sector of a mast") << 1661.55 << 2215.4 << 266.0 << 120.0;
    QTest::newRow("slice") << 0.0 << 5000.0 << 10.0 << 60.0;
    QTest::newRow("narrow") << 4900.0 << 5000.0 << 350.0 << 1.0;
    QTest::newRow("half") << 500.0 << 5000.0 << 90.0 << 180.0;
    QTest::newRow("nearly all around") << 100.0 << 5000.0 << 0.0 << 359.0;
    QTest::newRow("all around") << 100.0 << 5000.0 << 45.0 << 360.0;
    QTest::newRow("a line") << 100.0 << 5000.0 << 45.0 << 0.0;
    QTest::newRow("a point") << 0.0 << 0.0 << 0.0 << 90.0;
    QTest::newRow("radii exchanged") << 2215.4 << 1661.55 << 266.0 << 120.0;
}

void tst_Shape::holdsAllOfABand()
{
    QFETCH(const double, inner);
    QFETCH(const double, outer);
    QFETCH(const double, start);
    QFETCH(const double, opening);
    const Position mast{42.5463, -73.2512};

    const Circle circle = enclosing(ArcBand{mast, Metres{inner}, Metres{outer}, Degrees{start}, Degrees{opening}});

    double farthest = 0;
    for (int step = 0; step <= 100; ++step) {
        for (const double radius : {inner, outer}) {
            const Position edge = from(mast, start + opening * step / 100, radius);
            farthest = std::max(farthest, metresBetween(circle.centre, edge));
        }
    }
    const double error = std::abs(circle.radius.value - farthest);
    QVERIFY2(error <= 0.005 * std::max(inner, outer), qPrintable(QString::number(farthest))); // a ball is no ellipsoid
}

void tst_Shape::holdsEveryCorner_data()
{
    QTest::addColumn<std::vector<Position>>("corners");
    QTest::newRow("square") << std::vector<Position>{{36, 124}, {36, 124.01}, {36.01, 124.01}, {36.01, 124}};
    QTest::newRow("closed") << std::vector<Position>{{36, 124}, {36, 124.01}, {36.01, 124.01}, {36.01, 124}, {36, 124}};
    QTest::newRow("other way round") << std::vector<Position>{{36.01, 124}, {36.01, 124.01}, {36, 124.01}, {36, 124}};
    QTest::newRow("sliver") << std::vector<Position>{{-36, 124}, {-36, 124.05}, {-36.0001, 124.02}};
    QTest::newRow("a line, there and back") << std::vector<Position>{{36, 124}, {36, 124.01}, {36, 124.02}, {36, 124}};
    QTest::newRow("far north") << std::vector<Position>{{78.2, 15.6}, {78.2, 15.7}, {78.21, 15.7}};
    QTest::newRow("one place") << std::vector<Position>{{36, 124}, {36, 124}, {36, 124}};
}

void tst_Shape::holdsEveryCorner()
{
    QFETCH(const std::vector<Position>, corners);

    const Circle circle = enclosing(corners);

    double farthest = 0;
    for (const Position &corner : corners)
        farthest = std::max(farthest, metresBetween(circle.centre, corner));
    QVERIFY(circle.radius.value >= farthest * 0.995);
    QVERIFY(circle.radius.value <= farthest * 1.005 + 0.1);
}

void tst_Shape::crossesTheDateLine()
{
    const std::vector<Position> corners{{-17, 179.99}, {-17, -179.99}, {-16.98, -179.99}, {-16.98, 179.99}};

    const Circle circle = enclosing(corners);

    QVERIFY(std::abs(circle.centre.latitude + 16.99) < 1e-6);
    QVERIFY(180 - std::abs(circle.centre.longitude) < 1e-6);
    QVERIFY(circle.radius < Metres{2000});
}

QTEST_GUILESS_MAIN(tst_Shape)
#include "tst_shape.moc"
