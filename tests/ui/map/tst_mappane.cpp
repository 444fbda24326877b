// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/map/mapstage.h"

#include <QAccessible>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTranslator>

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
    void warnsOfSourcesThatDiffer();
    void thePromotedSourceLeads();
    void speaksAnotherLanguageAtOnce();
    void tellsTheNearestAddress();
    void drawsAnAreaWithoutAPin();
    void describesWhatItShows();
    void followsTheDeskSelection();
    void keepsToItselfAFixNoMapCanShow();
    void saysWhenTheCallerIsOutsideOfTheMap();
    void worksWithoutAMap();
    void takesAThousandFixes();
    void drawsOnlyTheLatestSigns();
    void changesItsTheme();
};

namespace {

/// A language of capitals.
class ShoutingTranslator final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *, const char *source, const char *, int) const override
    {
        return QString::fromUtf8(source).toUpper().replace(u"%N"_s, u"%n"_s);
    }
};

} // namespace

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
    stage.ticker.tick();
    QCOMPARE(stage.pane.caption(), u"browser · ±12 m · 1 min 12 s ago · old"_s);

    stage.pane.hide();
    stage.clock.advance(8s);
    stage.ticker.tick();
    QCOMPARE(stage.pane.caption(), u"browser · ±12 m · 1 min 12 s ago · old"_s);
    stage.pane.show();
    QCOMPARE(stage.pane.caption(), u"browser · ±12 m · 1 min 20 s ago · old"_s);
}

void tst_MapPane::warnsOfSourcesThatDiffer()
{
    MapStage stage;
    stage.take();
    Fix aml = stage.motel(35, Fix::Source::Aml);
    aml.latitude += 0.01;
    QVERIFY(stage.show(aml));
    QVERIFY(!stage.pane.accessibleDescription().contains(u"differ"_s));

    QVERIFY(stage.show(stage.motel()));

    const QString said = u"Sources differ by 1.1 km: browser, AML. None is chosen yet."_s;
    QVERIFY2(stage.pane.accessibleDescription().endsWith(said), qPrintable(stage.pane.accessibleDescription()));
    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapPane::thePromotedSourceLeads()
{
    MapStage stage;
    stage.take();
    Fix aml = stage.motel(35, Fix::Source::Aml);
    aml.latitude += 0.01;
    QVERIFY(stage.show(aml));
    QVERIFY(stage.show(stage.motel()));

    stage.promote(Fix::Source::Aml);

    QCOMPARE(stage.pane.caption(), u"AML · ±35 m · 0 s ago · chosen"_s);
    QVERIFY(stage.pane.accessibleDescription().endsWith(u"Sources differ by 1.1 km: AML, browser. Chosen: AML."_s));
    const QColor amlColour(0x0b, 0x6f, 0x6a);
    COMPARE_DOT(stage.picture(), stage.middle(), amlColour);
    QVERIFY(stage.show(stage.motel()));
    COMPARE_DOT(stage.picture(), stage.middle(), amlColour);
}

void tst_MapPane::speaksAnotherLanguageAtOnce()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    ShoutingTranslator shouting;

    QCoreApplication::installTranslator(&shouting);
    const auto quiet = qScopeGuard([&] { QCoreApplication::removeTranslator(&shouting); });
    QTRY_COMPARE(stage.followButton()->text(), u"FOLLOWING"_s);

    QCOMPARE(stage.followButton()->accessibleName(), u"FOLLOW THE CALLER"_s);
    QCOMPARE(stage.view()->accessibleName(), u"MAP"_s);
    QVERIFY(stage.pane.caption().startsWith(u"BROWSER"_s));
    QVERIFY(stage.pane.accessibleDescription().startsWith(u"BROWSER"_s));
}

void tst_MapPane::tellsTheNearestAddress()
{
    MapStage stage;
    stage.take();

    QVERIFY(stage.show(stage.motel()));
    QVERIFY(stage.pane.accessibleDescription().contains(u"Next to 철길북로135길 9."_s));

    stage.take({2});
    QVERIFY(stage.show(stage.motel(850, Fix::Source::Cell)));
    QVERIFY(!stage.pane.accessibleDescription().contains(u"Next to"_s));
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
    QTest::ignoreMessage(QtWarningMsg, "The light map cannot be drawn: there is no such file");
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

void tst_MapPane::drawsOnlyTheLatestSigns()
{
    MapStage stage;
    stage.take();
    QList<Fix> walk;
    for (int second = 0; second < 60; ++second) {
        Fix fix = stage.motel();
        fix.latitude += second * 5e-5;
        fix.at = fix.at.addSecs(second);
        walk.append(fix);
        stage.locate(fix);
    }
    QVERIFY(stage.show(walk.last()));

    int times = 0;
    static const QRegularExpression time(u"^\\d\\d:\\d\\d:\\d\\d$"_s);
    for (const QQuickItem *item : stage.items())
        times += item->isVisible() && item->property("text").toString().contains(time);
    QCOMPARE_GE(times, 1);
    QCOMPARE_LE(times, 12);
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
