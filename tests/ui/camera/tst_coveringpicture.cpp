// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"
#include "ui/camera/secondscreen.h"

#include <QGuiApplication>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace Qt::StringLiterals;

/// The picture over all of the only monitor.
class tst_CoveringPicture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void coversTheDeskUntilItIsPutAway();
    void hidesNoAlert_data();
    void hidesNoAlert();
};

void tst_CoveringPicture::coversTheDeskUntilItIsPutAway()
{
    Room room;
    QCOMPARE(QGuiApplication::screens().size(), 1);
    room.showClear(plain(235));
    QVERIFY(!room.pane.putAway());

    room.pane.toggleSecondScreen();

    const auto *window = room.pane.findChild<SecondScreen *>();
    QVERIFY(window->coversDesk());
    QCOMPARE(window->geometry(), window->screen()->geometry());
    QVERIFY2(window->findChild<QLabel *>()->text().contains("back to the desk"_L1), "how to come back is said");
    QVERIFY(room.pane.putAway());
    QVERIFY(!window->isVisible());
    QVERIFY(!room.pane.putAway());
}

void tst_CoveringPicture::hidesNoAlert_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<bool>("isSeen");
    QTest::newRow("knock") << Event(KnockHeard{second, u"55"_s, {}, false, {}}) << false;
    QTest::newRow("call") << Event(CallArrived{{3}, {}, {}}) << false;
    QTest::newRow("line lost") << Event(LineEnded{second, LineEnd::Lost, {}}) << false;
    QTest::newRow("note") << Event(NoteWritten{second, u"a"_s, {1}, {}}) << true;
}

void tst_CoveringPicture::hidesNoAlert()
{
    QFETCH(const Event, event);
    QFETCH(const bool, isSeen);
    Room room;
    room.showClear(plain(235));
    room.pane.toggleSecondScreen();

    room.backend.tell(event);

    QCOMPARE(room.pane.findChild<SecondScreen *>()->isVisible(), isSeen);
}

QTEST_MAIN(tst_CoveringPicture)
#include "tst_coveringpicture.moc"
