// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/map/mapstage.h"
#include "ui/kit/statecolours.h"
#include "ui/map/fixmodel.h"
#include "ui/map/tileprovider.h"

#include <QJSValue>
#include <QPalette>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace Qt::StringLiterals;

/// What the map draws is seen by every eye: 3 to 1 against the ground, words 4.5 to 1 (WCAG 2.2, 1.4.11 and 1.4.3), and
/// the sources told apart by more than their colours.
class tst_MapColours : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { allowOnly({}); }
    void init() { failOnMapWarning(); }
    void everythingStandsOutFromTheGround_data();
    void everythingStandsOutFromTheGround();
    void everySourceHasItsOwnSymbol();
};

static QList<QColor> listOf(const QObject &map, const char *name)
{
    const QVariant value = map.property(name);
    const bool isScript = value.metaType() == QMetaType::fromType<QJSValue>();
    QList<QColor> colours;
    for (const QVariant &colour : isScript ? value.value<QJSValue>().toVariant().toList() : value.toList())
        colours.append(QColor(colour.toString()));
    return colours;
}

/// \a colour, which lets some light through, on \a ground.
static QColor over(const QColor &colour, const QColor &ground)
{
    const auto mix = [a = colour.alphaF()](float one, float other) { return one * a + other * (1 - a); };
    return QColor::fromRgbF(mix(colour.redF(), ground.redF()), mix(colour.greenF(), ground.greenF()),
                            mix(colour.blueF(), ground.blueF()));
}

void tst_MapColours::everythingStandsOutFromTheGround_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void tst_MapColours::everythingStandsOutFromTheGround()
{
    QFETCH(bool, dark);
    MapStage stage;
    stage.take();
    QPalette palette;
    palette.setColor(QPalette::Window, dark ? Qt::black : Qt::white);
    stage.pane.setPalette(palette);
    const QObject *map = stage.view()->rootObject();
    const auto colour = [map](const char *name) { return map->property(name).value<QColor>(); };
    QCOMPARE(colour("color").lightness() < 128, dark);
    const QList<QColor> sources = listOf(*map, "sourceColours");
    const QList<QColor> badges = listOf(*map, "badgeColours");
    QCOMPARE(sources.size(), 5);
    QCOMPARE(badges.size(), 5);

    // Without tiles the ground is neutral; the streets of a light map are white.
    for (const QColor &ground :
         {colour("color"), TileProvider::neutral(dark), dark ? colour("color") : QColor(Qt::white)}) {
        for (const QColor &line : sources + QList{colour("warning"), colour("ink")})
            QVERIFY2(contrast(line, ground) >= 3, qPrintable(line.name() + u" on "_s + ground.name()));
        QVERIFY(contrast(colour("ink"), over(colour("panel"), ground)) >= 4.5);
    }
    for (const QColor &badge : badges)
        QVERIFY2(contrast(Qt::white, badge) >= 4.5, qPrintable(badge.name()));
}

void tst_MapColours::everySourceHasItsOwnSymbol()
{
    using enum Fix::Source;
    FixModel model;
    std::vector<Fix> fixes;
    const QDateTime now = ManualClock().now();
    for (const Fix::Source source : {Browser, Cell, Sip, Aml, Typed}) {
        Fix fix;
        fix.latitude = 36;
        fix.longitude = 124.6;
        fix.radius = Metres{10};
        fix.source = source;
        fix.at = now;
        fixes.push_back(fix);
    }
    model.setFixes(fixes, now);
    QSet<QString> symbols;
    QSet<QString> labels;
    for (int row = 0; row < model.rowCount(); ++row) {
        symbols.insert(model.index(row).data(FixModel::Symbol).toString());
        labels.insert(model.index(row).data(FixModel::Label).toString());
    }
    QCOMPARE(symbols.size(), 5);
    QCOMPARE(labels.size(), 5);
}

QTEST_MAIN(tst_MapColours)
#include "tst_mapcolours.moc"
