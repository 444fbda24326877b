// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"
#include "ui/picture/pixels.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace knock;
using namespace knock::ui;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_CameraPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void asksForTheCameraInHand();
    void endsTheCameraWithItself();
    void blursWhatItShows();
    void showsClearWhatTheOperatorCleared();
    void paintsTheColoursThatCame_data();
    void paintsTheColoursThatCame();
    void keepsTheShapeOfThePicture();
    void blursEachNewStream();
    void blursPicturesThatComeBeforeTheEvent();
    void blursAfterAChangeOfIncident();
    void forgetsThePictureOfTheOtherIncident();
    void blanks();
    void saysWhenTheFirstPictureIsPainted();
    void dimsAnOldPicture();
    void blursCheaply();
};

void tst_CameraPane::asksForTheCameraInHand()
{
    Room room;
    QCOMPARE(room.backend.shown.size(), 1U);
    QCOMPARE(room.backend.shown.back().first, first);
    QVERIFY(room.backend.shown.back().second);

    room.desk.select(second);

    QCOMPARE(room.backend.shown.size(), 3U);
    QCOMPARE(room.backend.shown.at(1), std::make_pair(first, static_cast<QVideoSink *>(nullptr)));
    QCOMPARE(room.backend.shown.at(2).first, second);
    QVERIFY(room.backend.shown.at(2).second);
}

void tst_CameraPane::endsTheCameraWithItself()
{
    test::FakeBackend backend;
    desk::Desk desk(backend);
    backend.tell(CallArrived{first, {}, {}});
    desk.select(first);
    const ManualClock clock;
    Ticker ticker(clock);

    delete new CameraPane(desk, ticker);

    QCOMPARE(backend.shown.back(), std::make_pair(first, static_cast<QVideoSink *>(nullptr)));
}

void tst_CameraPane::blursWhatItShows()
{
    Room room;
    room.startCamera();

    room.give(stripes());

    QVERIFY(room.pane.isBlurred());
    QVERIFY2(sharpness(room.seen()) < 10, qPrintable(QString::number(sharpness(room.seen()))));
}

void tst_CameraPane::showsClearWhatTheOperatorCleared()
{
    Room room;
    room.startCamera();
    room.give(stripes());

    room.pane.setBlurred(false);

    QVERIFY2(sharpness(room.seen()) > 100, qPrintable(QString::number(sharpness(room.seen()))));
}

void tst_CameraPane::paintsTheColoursThatCame_data()
{
    QTest::addColumn<int>("y");
    QTest::addColumn<int>("u");
    QTest::addColumn<int>("v");
    QTest::addColumn<QColor>("colour");
    QTest::newRow("black") << 16 << 128 << 128 << QColor(0, 0, 0);
    QTest::newRow("white") << 235 << 128 << 128 << QColor(255, 255, 255);
    QTest::newRow("red") << 81 << 90 << 240 << QColor(255, 0, 0);
    QTest::newRow("green") << 145 << 54 << 34 << QColor(0, 255, 0);
    QTest::newRow("blue") << 41 << 240 << 110 << QColor(0, 0, 255);
}

void tst_CameraPane::paintsTheColoursThatCame()
{
    QFETCH(const int, y);
    QFETCH(const int, u);
    QFETCH(const int, v);
    QFETCH(const QColor, colour);
    Room room;
    room.startCamera();
    room.give(picture({320, 240}, [y](int, int) { return y; }, u, v));

    for (const bool isBlurred : {true, false}) {
        room.pane.setBlurred(isBlurred);
        const QImage seen = room.seen();
        const QColor middle = seen.pixelColor(seen.rect().center());
        QVERIFY2(std::abs(middle.red() - colour.red()) <= 3, qPrintable(middle.name()));
        QVERIFY2(std::abs(middle.green() - colour.green()) <= 3, qPrintable(middle.name()));
        QVERIFY2(std::abs(middle.blue() - colour.blue()) <= 3, qPrintable(middle.name()));
    }
}

void tst_CameraPane::keepsTheShapeOfThePicture()
{
    Room room;
    room.pane.resize(900, 300);
    room.startCamera();

    room.give(stripes({240, 320}));

    const QRect rect = room.pane.pictureRect();
    QVERIFY(room.pane.rect().contains(rect));
    QVERIFY(std::abs(double(rect.width()) / rect.height() - 0.75) < 0.01);
    QVERIFY2(rect.bottom() < room.pane.findChild<QLabel *>(u"caption"_s)->y(), "the words must not cover the picture");
}

void tst_CameraPane::blursEachNewStream()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    room.pane.setBlurred(false);
    room.stopCamera();
    QSignalSpy changed(&room.pane, &CameraPane::blurredChanged);

    room.startCamera();

    QVERIFY(room.pane.isBlurred());
    QCOMPARE(changed.size(), 1);
}

void tst_CameraPane::blursPicturesThatComeBeforeTheEvent()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    room.pane.setBlurred(false);
    room.stopCamera();

    room.give(stripes());

    QVERIFY(room.pane.isBlurred());
}

void tst_CameraPane::blursAfterAChangeOfIncident()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    room.pane.setBlurred(false);

    room.desk.select(second);
    room.desk.select(first);

    QVERIFY(room.pane.isBlurred());
}

void tst_CameraPane::forgetsThePictureOfTheOtherIncident()
{
    Room room;
    room.startCamera();
    room.give(stripes());

    room.desk.select(second);

    QVERIFY(room.pane.pictureRect().isEmpty());
    QVERIFY(!room.pane.frame().isValid());
}

void tst_CameraPane::blanks()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    room.pane.setBlurred(false);

    room.pane.setBlanked(true);

    QVERIFY(room.pane.pictureRect().isEmpty());
    QVERIFY(room.pane.caption().contains("blanked"_L1));
    const QImage whole = room.pane.grab().toImage();
    QCOMPARE(whole.pixelColor(40, 40), room.pane.palette().color(QPalette::Base));
    room.pane.toggleBlank();
    QVERIFY(!room.pane.pictureRect().isEmpty());
}

void tst_CameraPane::saysWhenTheFirstPictureIsPainted()
{
    Room room;
    QSignalSpy painted(&room.pane, &CameraPane::firstFramePainted);
    room.startCamera();
    room.give(stripes());

    QTRY_COMPARE(painted.size(), 1);
    QCOMPARE(painted.at(0).at(0).value<IncidentId>(), first);
    room.give(stripes());
    room.seen();
    QCoreApplication::processEvents();
    QCOMPARE(painted.size(), 1);

    room.stopCamera();
    room.startCamera();
    room.give(stripes());
    QTRY_COMPARE(painted.size(), 2);
}

void tst_CameraPane::dimsAnOldPicture()
{
    Room room;
    room.startCamera();
    room.give(picture({64, 48}, [](int, int) { return 235; }));
    room.pane.setBlurred(false);
    QPalette dark = room.pane.palette();
    dark.setColor(QPalette::Base, Qt::black);
    room.pane.setPalette(dark);
    const QImage live = room.seen();

    room.stopCamera();

    const QImage old = room.seen();
    QVERIFY(qGray(old.pixel(old.rect().center())) < qGray(live.pixel(live.rect().center())) - 80);
}

void tst_CameraPane::blursCheaply()
{
    const QVideoFrame frame = stripes();
    QElapsedTimer timer;
    timer.start();

    for (int i = 0; i < 20; ++i)
        QVERIFY(!coarseImageOf(frame).isNull());
    const double coarse = double(timer.nsecsElapsed()) / 20e6;
    timer.restart();
    for (int i = 0; i < 20; ++i)
        QVERIFY(!imageOf(frame).isNull());
    const double whole = double(timer.nsecsElapsed()) / 20e6;

    qInfo() << "a picture of 640x480 blurred in" << coarse << "ms, clear in" << whole << "ms";
    QVERIFY(coarse < whole);
}

QTEST_MAIN(tst_CameraPane)
#include "tst_camerapane.moc"
