// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/map/mapstage.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QWheelEvent>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What hands do to the map: mouse, wheel, keys and the button.
class tst_MapHands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { allowOnly({}); }
    void init() { failOnMapWarning(); }

    void followsTheCaller();
    void aHandPanEndsFollowing();
    void theButtonFollowsAgain();
    void theFirstFixIsShownAfterLookingAround();
    void keysZoomAndPan();
    void wheelZooms();
    void copiesTheCoordinates();
    void copiesEveryForm();
    void putsTheCallerAtAnAddress();
    void placesNobodyWithoutALook();
    void escLeavesTheAddress();
    void tabLeavesTheMap();
    void measuresFromTheCaller();
    void aClickedSourceIsChosen();
    void theButtonNamesItsKey();
};

void tst_MapHands::followsTheCaller()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    Fix further = stage.motel();
    further.latitude += 0.001;

    QVERIFY(stage.show(further));

    QVERIFY(stage.pane.isFollowing());
    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapHands::aHandPanEndsFollowing()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    QCOMPARE(stage.followButton()->text(), u"Following"_s);
    const QPoint middle = stage.middle();

    QTest::mousePress(stage.view(), Qt::LeftButton, {}, middle);
    for (int step = 1; step <= 10; ++step)
        QTest::mouseMove(stage.view(), middle + QPoint(step * 10, step * 5));
    QTest::mouseRelease(stage.view(), Qt::LeftButton, {}, middle + QPoint(100, 50));

    QTRY_VERIFY(!stage.pane.isFollowing());
    QCOMPARE(stage.followButton()->text(), u"Follow"_s);
    QVERIFY(!stage.followButton()->isChecked());
    QVERIFY(!dotNear(stage.picture(), middle, browserColour));
}

void tst_MapHands::theButtonFollowsAgain()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    QTest::keyClick(stage.view(), Qt::Key_Left);
    QVERIFY(!stage.pane.isFollowing());

    stage.followButton()->click();

    QVERIFY(stage.pane.isFollowing());
    QVERIFY(stage.followButton()->isChecked());
    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapHands::theFirstFixIsShownAfterLookingAround()
{
    MapStage stage;
    stage.take();
    QTest::keyClick(stage.view(), Qt::Key_Left);
    QTest::keyClick(stage.view(), Qt::Key_Up);

    QVERIFY(stage.show(stage.motel()));

    COMPARE_DOT(stage.picture(), stage.middle(), browserColour);
}

void tst_MapHands::keysZoomAndPan()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    stage.view()->setFocus();
    const QPoint middle = stage.middle();
    const int step = std::min(stage.view()->width(), stage.view()->height()) / 6;

    QTest::keyClick(stage.view(), Qt::Key_Right);
    COMPARE_DOT(stage.picture(), middle - QPoint(step, 0), browserColour);
    QTest::keyClick(stage.view(), Qt::Key_Down);
    COMPARE_DOT(stage.picture(), middle - QPoint(step, step), browserColour);
    QTest::keyClick(stage.view(), Qt::Key_Plus);
    COMPARE_DOT(stage.picture(), middle - QPoint(step, step) * 2, browserColour);
    QTest::keyClick(stage.view(), Qt::Key_Minus);
    COMPARE_DOT(stage.picture(), middle - QPoint(step, step), browserColour);
    stage.pane.toggleFollowing();
    QVERIFY(stage.pane.isFollowing());
    COMPARE_DOT(stage.picture(), middle, browserColour);
}

void tst_MapHands::wheelZooms()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    QTest::keyClick(stage.view(), Qt::Key_Right);
    const QPoint middle = stage.middle();
    const int step = std::min(stage.view()->width(), stage.view()->height()) / 6;

    QWheelEvent wheel(middle, stage.view()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(stage.view(), &wheel);

    COMPARE_DOT(stage.picture(), middle - QPoint(step * 2, 0), browserColour);
}

void tst_MapHands::copiesTheCoordinates()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    QGuiApplication::clipboard()->clear();

    QTest::keySequence(stage.view(), QKeySequence::Copy);

    QCOMPARE(QGuiApplication::clipboard()->text(), u"35.999700, 124.616431"_s);
}

void tst_MapHands::copiesEveryForm()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    stage.view()->setFocus();
    QTRY_VERIFY(stage.view()->hasFocus());
    const QStringList forms{u"35.999700, 124.616431"_s, uR"(35°59'58.9"N 124°36'59.2"E)"_s, u"51S XV 45691 85123"_s,
                            u"E 740076 N 1781947"_s, u"가마 4007 8194"_s};

    for (qsizetype form = 0; form < forms.size(); ++form) {
        QTest::keyClick(stage.view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(QApplication::activePopupWidget());
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key(Qt::Key_1 + form));
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), forms.at(form));
        QVERIFY(!QApplication::activePopupWidget());
    }
}

void tst_MapHands::putsTheCallerAtAnAddress()
{
    MapStage stage;
    stage.take();
    stage.pane.findAddress();
    QTRY_VERIFY(stage.addressLine()->hasFocus());

    stage.addressLine()->insert(u"철길북로135길 9"_s);
    QTest::keyClick(stage.addressLine(), Qt::Key_Return);
    QVERIFY(stage.backend.sent.empty());
    QTest::keyClick(stage.addressLine(), Qt::Key_Return, Qt::ControlModifier);

    QCOMPARE(stage.backend.sent.size(), 1u);
    const auto *placed = std::get_if<PlaceCaller>(&stage.backend.sent.front());
    QVERIFY(placed);
    QCOMPARE(placed->incident, IncidentId{1});
    QCOMPARE_LT(std::abs(placed->latitude - 35.9997), 0.0001);
    QCOMPARE_LT(std::abs(placed->longitude - 124.616431), 0.0001);
    QVERIFY(!stage.addressLine()->isVisible());
    QVERIFY(stage.view()->hasFocus());
}

void tst_MapHands::placesNobodyWithoutALook()
{
    MapStage stage;
    stage.ring({1});
    stage.ring({2});
    stage.desk.select({1});
    stage.pane.findAddress();
    QTRY_VERIFY(stage.addressLine()->hasFocus());
    stage.addressLine()->insert(u"모텔"_s);
    QTest::keyClick(stage.addressLine(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(stage.backend.sent.empty());

    // What was looked at for one incident is not said of another.
    QTest::keyClick(stage.addressLine(), Qt::Key_Return);
    stage.desk.select({2});
    QTest::keyClick(stage.addressLine(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(stage.backend.sent.empty());
    QCOMPARE(stage.addressLine()->text(), u"모텔"_s);

    QTest::keyClick(stage.addressLine(), Qt::Key_Return);
    QTest::keyClick(stage.addressLine(), Qt::Key_Down);
    QTest::keyClick(stage.addressLine(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(stage.backend.sent.empty());
}

void tst_MapHands::escLeavesTheAddress()
{
    MapStage stage;
    stage.take();
    stage.pane.findAddress();
    QTRY_VERIFY(stage.addressLine()->hasFocus());
    stage.addressLine()->insert(u"모텔"_s);

    QTest::keyClick(stage.addressLine(), Qt::Key_Escape);

    QVERIFY(!stage.addressLine()->isVisible());
    QVERIFY(stage.view()->hasFocus());
    stage.pane.findAddress();
    QCOMPARE(stage.addressLine()->text(), u"모텔"_s);
}

void tst_MapHands::tabLeavesTheMap()
{
    MapStage stage;
    stage.view()->setFocus();
    QTRY_VERIFY(stage.view()->hasFocus());

    QTest::keyClick(stage.view(), Qt::Key_Tab);

    QVERIFY(!stage.view()->hasFocus());
}

void tst_MapHands::measuresFromTheCaller()
{
    MapStage stage;
    stage.take();
    const QObject *map = stage.view()->rootObject();
    QTest::keyClick(stage.view(), Qt::Key_M);
    QCOMPARE(map->property("measured").toString(), QString()); // there is nobody to measure from

    QVERIFY(stage.show(stage.motel()));
    QTest::keyClick(stage.view(), Qt::Key_M);
    QTest::keyClick(stage.view(), Qt::Key_Right);
    const QString east = map->property("measured").toString();
    QVERIFY2(east.startsWith(u"From the caller: "_s) && east.endsWith(u" m east (90°)"_s), qPrintable(east));
    QTest::keyClick(stage.view(), Qt::Key_Left);
    QTest::keyClick(stage.view(), Qt::Key_Up);
    const QString north = map->property("measured").toString();
    QVERIFY2(north.contains(u" m north ("_s), qPrintable(north));

    QTest::keyClick(stage.view(), Qt::Key_Escape);
    QVERIFY(!map->property("measuring").toBool());
    QCOMPARE(map->property("measured").toString(), QString());
    QVERIFY(stage.show(stage.motel(500, Fix::Source::Cell)));
    stage.promote(Fix::Source::Cell);
    QTest::keyClick(stage.view(), Qt::Key_M);
    QVERIFY(map->property("measured").toString().startsWith(u"From the middle of the area: "_s));
    QTest::keyClick(stage.view(), Qt::Key_M);
    QVERIFY(!map->property("measuring").toBool());
}

void tst_MapHands::aClickedSourceIsChosen()
{
    MapStage stage;
    stage.take();
    QVERIFY(stage.show(stage.motel()));
    QVERIFY(stage.show(stage.motel(500, Fix::Source::Cell)));
    stage.promote(Fix::Source::Browser);
    const auto labels = stage.pane.findChildren<QLabel *>();
    const auto caption
        = std::ranges::find_if(labels, [](const QLabel *l) { return l->text().startsWith(u"browser"_s); });
    QVERIFY(caption != labels.end());

    QTest::mouseClick(*caption, Qt::LeftButton);

    const auto menus = stage.pane.findChildren<QMenu *>();
    const auto menu = std::ranges::find_if(menus, [](const QMenu *m) { return m->isVisible(); });
    QVERIFY(menu != menus.end());
    QCOMPARE((*menu)->actions().size(), 2);
    QVERIFY((*menu)->actions().at(0)->isChecked());
    QVERIFY((*menu)->actions().at(1)->text().startsWith(u"cell"_s));
    (*menu)->actions().at(1)->trigger();
    QCOMPARE(stage.backend.sent.back(), Command(PromoteFix{{1}, Fix::Source::Cell}));
    (*menu)->close();
}

void tst_MapHands::theButtonNamesItsKey()
{
    MapStage stage;
    stage.take();
    QAction follow;
    follow.setShortcut(Qt::Key_F);
    stage.pane.nameKey(&follow);
    QCOMPARE(stage.followButton()->text(), u"Following (F)"_s);

    follow.setShortcut(Qt::CTRL | Qt::Key_U);

    QCOMPARE(stage.followButton()->text(), u"Following (Ctrl+U)"_s);
}

QTEST_MAIN(tst_MapHands)
#include "tst_maphands.moc"
