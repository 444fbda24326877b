// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"
#include "ui/camera/secondscreen.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// The picture on another monitor; the platform of this test has two.
class tst_SecondScreen : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void fillsTheOtherMonitor();
    void showsWhatThePaneShows();
    void takesNoKeyFromTheDesk();
    void goesWhenTheCameraEnds();
    void goesWithTheIncident();
    void goesWhenItsMonitorIsUnplugged();
    void countsAsSeen();

private:
    static SecondScreen *windowOf(const Room &room) { return room.pane.findChild<SecondScreen *>(); }
    static int middleOf(SecondScreen *window)
    {
        const QImage seen = window->grab().toImage();
        return qGray(seen.pixel(seen.rect().center()));
    }
};

void tst_SecondScreen::fillsTheOtherMonitor()
{
    Room room;
    QCOMPARE(QGuiApplication::screens().size(), 2);
    room.pane.toggleSecondScreen();
    QVERIFY2(!windowOf(room)->isVisible(), "there is no camera yet");
    room.showClear(plain(235));

    room.pane.toggleSecondScreen();

    const SecondScreen *window = windowOf(room);
    QVERIFY(window->isVisible());
    QVERIFY(window->screen() != room.pane.screen());
    QCOMPARE(window->geometry(), window->screen()->geometry());
    QVERIFY(window->windowFlags().testFlag(Qt::FramelessWindowHint));
    room.pane.toggleSecondScreen();
    QVERIFY(!window->isVisible());
}

void tst_SecondScreen::showsWhatThePaneShows()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    room.pane.toggleSecondScreen();
    SecondScreen *window = windowOf(room);
    const auto sharp = [&] {
        const QImage seen = window->grab().toImage();
        return sharpness(seen.copy(seen.rect().adjusted(220, 100, -220, -100)));
    };
    QVERIFY2(sharp() < 10, "blurred");
    room.pane.setBlurred(false);
    QVERIFY(sharp() > 100);
    room.give(plain(235));
    QCOMPARE(middleOf(window), 255);
    room.pane.toggleFreeze();
    room.give(plain(16));
    QCOMPARE(middleOf(window), 255);
    room.pane.toggleFreeze();
    QCOMPARE(middleOf(window), 0);

    room.give(quarters());
    room.pane.turnPicture();
    room.pane.zoomBy(1);
    const QImage seen = window->grab().toImage();
    QCOMPARE(quartersIn(seen.copy(seen.width() / 4, seen.height() / 4, seen.width() / 2, seen.height() / 2)),
             u"2031"_s);
    QCOMPARE(window->findChild<QLabel *>()->text(), room.pane.caption());

    room.pane.setBlanked(true);
    room.give(plain(235));
    QCOMPARE(window->grab().toImage().pixelColor(400, 40), window->palette().color(QPalette::Base));
}

void tst_SecondScreen::takesNoKeyFromTheDesk()
{
    Room room;
    room.showClear(plain(235));

    room.pane.toggleSecondScreen();

    // What window managers heed; the platform of this test gives every new window the focus.
    QVERIFY(windowOf(room)->windowFlags().testFlag(Qt::WindowDoesNotAcceptFocus));
    QVERIFY(windowOf(room)->testAttribute(Qt::WA_ShowWithoutActivating));
    QVERIFY(!windowOf(room)->testAttribute(Qt::WA_QuitOnClose));
}

void tst_SecondScreen::goesWhenTheCameraEnds()
{
    Room room;
    room.showClear(plain(235));
    room.pane.toggleSecondScreen();
    room.stopCamera(second);
    QVERIFY(windowOf(room)->isVisible());

    room.stopCamera();

    QVERIFY(!windowOf(room)->isVisible());
}

void tst_SecondScreen::goesWithTheIncident()
{
    Room room;
    room.showClear(plain(235));
    room.pane.toggleSecondScreen();

    room.desk.select(second);

    QVERIFY(!windowOf(room)->isVisible());
}

void tst_SecondScreen::goesWhenItsMonitorIsUnplugged()
{
    Room room;
    room.showClear(plain(235));
    room.pane.toggleSecondScreen();
    Q_EMIT qGuiApp->screenRemoved(room.pane.screen());
    QVERIFY(windowOf(room)->isVisible());

    Q_EMIT qGuiApp->screenRemoved(windowOf(room)->screen());

    QVERIFY(!windowOf(room)->isVisible());
}

void tst_SecondScreen::countsAsSeen()
{
    Room room;
    room.showClear(plain(235));
    room.pane.toggleSecondScreen();
    room.pane.hide();

    room.advance(7s);

    QVERIFY2(room.pane.caption().endsWith("00:07"_L1), qPrintable(room.pane.caption()));
    QVERIFY(windowOf(room)->findChild<QLabel *>()->text().endsWith("00:07"_L1));
}

int main(int argc, char *argv[])
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"screens.json"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || file.write(R"({"screens": [
             {"name": "one", "x": 0, "y": 0, "width": 1280, "height": 720, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
             {"name": "two", "x": 1280, "y": 0, "width": 1600, "height": 900, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})")
            < 0)
        return 1;
    file.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + path.toLocal8Bit());
    QApplication application(argc, argv);
    tst_SecondScreen test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_secondscreen.moc"
