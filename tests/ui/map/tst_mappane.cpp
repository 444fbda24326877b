// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/map/mapstage.h"

#include <QAccessible>
#include <QTemporaryDir>
#include <QTimer>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the map pane shows and says, on a real scene drawn by the software renderer.
class tst_MapPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { allowOnly({}); }
    void init() { failOnMapWarning(); }

    void showsTheWholeMapWithoutAnIncident();
    void putsTheFixWhereItIs();
    void saysThatAFixWasShown();
    void saysNothingOfAnotherIncident();
    void tellsSourceRadiusAndAge();
    void ageGoesOnOnlyWhileVisible();
    void drawsAnAreaWithoutAPin();
    void describesWhatItShows();
    void followsTheDeskSelection();
    void keepsToItselfAFixNoMapCanShow();
    void saysWhenTheCallerIsOutsideOfTheMap();
    void worksWithoutAMap();
    void takesAThousandFixes();
    void changesItsTheme();
};

void tst_MapPane::showsTheWholeMapWithoutAnIncident()
{
    MapStage stage;
    QCOMPARE(stage.pane.caption(), u"No incident selected"_s);
    QCOMPARE(stage.pane.accessibleDescription(), u"The whole map."_s);
    // Sea, land and streets have come, not the neutral ground alone.
    QTRY_VERIFY(pixelsOf(stage.picture(), QColor(0xa9, 0xd0, 0xe8)) > 10'000);
}

void tst_MapPane::putsTheFixWhereItIs()
{
    MapStage stage;
    stage.take();

    QVERIFY(stage.show(stage.motel()));

    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapPane::saysThatAFixWasShown()
{
    MapStage stage;
    stage.take();
    QSignalSpy shown(&stage.pane, &MapPane::fixShown);

    stage.locate(stage.motel());
    QCOMPARE(shown.count(), 0);

    QTRY_COMPARE(shown.count(), 1);
    QCOMPARE(shown.first().at(0).value<IncidentId>(), IncidentId{1});
    QCOMPARE(shown.first().at(1).value<Fix>(), stage.motel());
}

void tst_MapPane::saysNothingOfAnotherIncident()
{
    MapStage stage;
    stage.ring({1});
    stage.ring({2});
    stage.desk.select({1});
    QSignalSpy shown(&stage.pane, &MapPane::fixShown);

    stage.locate(stage.motel(), {2});
    QVERIFY(stage.show(stage.motel()));

    QCOMPARE(shown.count(), 1);
    QCOMPARE(shown.first().at(0).value<IncidentId>(), IncidentId{1});
}

void tst_MapPane::tellsSourceRadiusAndAge()
{
    MapStage stage;
    stage.take();
    QCOMPARE(stage.pane.caption(), u"No location yet"_s);

    Fix fix = stage.motel();
    fix.at = fix.at.addSecs(-3);
    QVERIFY(stage.show(fix));

    QCOMPARE(stage.pane.caption(), u"browser · ±12 m · 3 s ago"_s);
}

void tst_MapPane::ageGoesOnOnlyWhileVisible()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));

    stage.clock.advance(72s);
    QTRY_COMPARE(stage.pane.caption(), u"browser · ±12 m · 1 min 12 s ago · old"_s);

    stage.pane.hide();
    const auto timers = stage.pane.findChildren<QTimer *>(Qt::FindDirectChildrenOnly);
    QVERIFY(std::ranges::none_of(timers, &QTimer::isActive));
}

void tst_MapPane::drawsAnAreaWithoutAPin()
{
    MapStage stage;
    stage.take();

    QVERIFY(stage.show(stage.motel(850, Fix::Source::Cell)));

    QVERIFY(!dotNear(stage.picture(), stage.middle(), cellColour));
    QVERIFY2(pixelsOf(stage.picture(), cellColour) > 200, "The edge of the area is missing");
    QCOMPARE(stage.pane.caption(), u"cell · area ±850 m · 0 s ago"_s);
}

void tst_MapPane::describesWhatItShows()
{
    MapStage stage;
    stage.take();

    QVERIFY(stage.show(stage.motel(850, Fix::Source::Cell)));
    QVERIFY(stage.show(stage.motel()));

    const QString description = stage.pane.accessibleDescription();
    QVERIFY2(description.startsWith(u"browser: within 12 m of 35.999700, 124.616431, measured at"_s),
             qPrintable(description));
    QVERIFY2(description.contains(u"cell: an area within 850 m around 35.999700, 124.616431"_s),
             qPrintable(description));
    QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(stage.view());
    QVERIFY(heard);
    QCOMPARE(heard->text(QAccessible::Name), u"Map"_s);
    QCOMPARE(heard->text(QAccessible::Description), description);
}

void tst_MapPane::followsTheDeskSelection()
{
    MapStage stage;
    stage.ring({1});
    stage.ring({2});
    stage.desk.select({1});
    QVERIFY(stage.show(stage.motel()));

    stage.desk.select({2});
    QCOMPARE(stage.pane.caption(), u"No location yet"_s);
    QVERIFY(!dotNear(stage.picture(), stage.middle(), browserColour));

    stage.desk.select({1});
    QCOMPARE(stage.pane.caption(), u"browser · ±12 m · 0 s ago"_s);
    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapPane::keepsToItselfAFixNoMapCanShow()
{
    MapStage stage;
    stage.take();
    Fix nowhere = stage.motel();
    nowhere.latitude = 1000;

    stage.locate(nowhere);

    QCOMPARE(stage.pane.caption(), u"No location yet"_s);
}

void tst_MapPane::saysWhenTheCallerIsOutsideOfTheMap()
{
    MapStage stage;
    stage.take();
    Fix elsewhere = stage.motel();
    elsewhere.latitude = 37.5;

    QVERIFY(stage.show(elsewhere));

    QVERIFY(stage.pane.accessibleDescription().endsWith(u"The caller is outside of the map Hanbit City."_s));
    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapPane::worksWithoutAMap()
{
    const QTemporaryDir empty;
    QTest::ignoreMessage(QtWarningMsg, "There is no map: no map.json");
    QTest::ignoreMessage(QtWarningMsg, "The light map cannot be drawn: no tile file");
    MapStage stage(empty.path());
    stage.take();

    QVERIFY(stage.show(stage.motel()));

    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
    QVERIFY(stage.pane.accessibleDescription().contains(u"There is no map here."_s));
    QTRY_VERIFY(stage.isGroundRead());
    const QPoint ground = stage.middle() + QPoint(0, 200);
    QCOMPARE(stage.picture().pixelColor(ground), QColor(0xe6, 0xe4, 0xdf));
}

void tst_MapPane::takesAThousandFixes()
{
    MapStage stage;
    stage.take();
    for (int i = 0; i < 1000; ++i) {
        Fix fix = stage.motel();
        fix.latitude += i * 1e-6;
        stage.locate(fix);
    }

    QVERIFY(stage.show(stage.motel()));

    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapPane::changesItsTheme()
{
    MapStage stage;
    QPalette dark = stage.pane.palette();
    dark.setColor(QPalette::Window, QColor(0x20, 0x24, 0x29));
    dark.setColor(QPalette::WindowText, Qt::white);

    stage.pane.setPalette(dark);

    QTRY_VERIFY(pixelsOf(stage.picture(), QColor(0x15, 0x29, 0x3a)) > 10'000);
}

QTEST_MAIN(tst_MapPane)
#include "tst_mappane.moc"
