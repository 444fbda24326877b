// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"
#include "ui/picture/pictureview.h"
#include "ui/kit/statecolours.h"

#include <QRegularExpression>
#include <QTest>
#include <QWheelEvent>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

int lightIn(const QImage &image) { return qGray(image.pixel(image.rect().center())); }

/// Pixels of the colour that marks what is not live.
qsizetype marked(const QImage &image, const QColor &colour)
{
    qsizetype count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    }
    return count;
}

void wheel(PictureView &view, QPoint at, int angle)
{
    QWheelEvent event(at, view.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&view, &event);
}

} // namespace

/// How a person looks at the picture: frozen, turned, close.
class tst_Picture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void standsStillWhileTheStreamGoesOn();
    void aFrozenPictureCannotBeTakenForLive();
    void saysThatTheStreamOfAFrozenPictureEnded();
    void opensBlurredWhatBeganBehindAFrozenPicture();
    void freezesOnlyWhatIsLive();
    void anotherIncidentIsNeverFrozen();
    void turnsByQuarters();
    void zoomsIntoTheMiddle();
    void zoomsWhereTheWheelPoints();
    void movesByKeysAndByHand();
    void blurAndBlankWinOverAll();
    void remembersForEachIncidentHowItWasLookedAt();
};

void tst_Picture::standsStillWhileTheStreamGoesOn()
{
    Room room;
    room.showClear(plain(235));

    room.pane.toggleFreeze();
    room.give(plain(16));
    QVERIFY(room.pane.isFrozen());
    QCOMPARE(lightIn(room.seen()), 255);
    QVideoFrame newest = room.pane.frame();
    QVERIFY(newest.map(QVideoFrame::ReadOnly));
    QCOMPARE(newest.bits(0)[0], 16);
    newest.unmap();

    room.pane.toggleFreeze();
    QCOMPARE(lightIn(room.seen()), 0);
}

void tst_Picture::aFrozenPictureCannotBeTakenForLive()
{
    Room room;
    const QColor mark = stateColours(room.pane.palette()).warning;
    room.showClear(plain(235));
    QCOMPARE(marked(room.seen(), mark), 0);

    room.pane.toggleFreeze();
    const QSize size = room.seen().size();
    QVERIFY2(marked(room.seen(), mark) > 2 * (size.width() + size.height()), "it is framed");
    QVERIFY2(room.pane.caption().startsWith(u"‖ frozen 00:00, behind it: ● live 640x480"_s),
             qPrintable(room.pane.caption()));
    const QImage before = room.seen();
    room.advance(12s);
    QVERIFY(room.pane.caption().startsWith(u"‖ frozen 00:12"_s));
    QVERIFY2(room.seen() != before, "the mark counts on");

    room.pane.toggleFreeze();
    QCOMPARE(marked(room.seen(), mark), 0);
    QVERIFY(!room.pane.caption().contains("frozen"_L1));
}

void tst_Picture::saysThatTheStreamOfAFrozenPictureEnded()
{
    Room room;
    room.showClear(plain(16));
    room.pane.toggleFreeze();

    room.stopCamera();

    QVERIFY2(room.pane.caption().startsWith(u"‖ frozen 00:00, the stream has ended"_s),
             qPrintable(room.pane.caption()));
    QCOMPARE(lightIn(room.seen()), 0);
    room.pane.toggleFreeze();
    QVERIFY2(lightIn(room.seen()) != 0, "an old picture is dimmed");
}

void tst_Picture::opensBlurredWhatBeganBehindAFrozenPicture()
{
    Room room;
    room.showClear(stripes());
    room.pane.toggleFreeze();
    room.stopCamera();
    room.give(stripes()); // faster than the word
    room.startCamera();
    room.give(stripes());
    QVERIFY2(!room.pane.isBlurred(), "what was frozen clear stays as it is");

    room.pane.toggleFreeze();

    QVERIFY(room.pane.isBlurred());
    QVERIFY(sharpness(room.seen()) < 10);
}

void tst_Picture::freezesOnlyWhatIsLive()
{
    Room room;
    room.pane.toggleFreeze();
    room.startCamera();
    room.pane.toggleFreeze();
    QVERIFY2(!room.pane.isFrozen(), "there is no picture yet");
    room.give(stripes());
    room.stopCamera();

    room.pane.toggleFreeze();

    QVERIFY(!room.pane.isFrozen());
}

void tst_Picture::anotherIncidentIsNeverFrozen()
{
    Room room;
    room.showClear(plain(235));
    room.pane.toggleFreeze();

    room.desk.select(second);
    QVERIFY(!room.pane.isFrozen());
    room.desk.select(first);

    QVERIFY(!room.pane.isFrozen());
    QVERIFY(room.pane.pictureRect().isEmpty());
}

void tst_Picture::turnsByQuarters()
{
    Room room;
    room.showClear(quarters());
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);

    room.pane.turnPicture();
    QCOMPARE(quartersIn(room.seen()), u"2031"_s);
    const QRect upright = room.pane.pictureRect();
    QVERIFY2(std::abs(double(upright.width()) / upright.height() - 0.75) < 0.02, "it keeps its shape");
    QVERIFY(room.pane.caption().contains(u"turned 90°"_s));
    room.pane.turnPicture();
    QCOMPARE(quartersIn(room.seen()), u"3210"_s);
    room.pane.turnPicture();
    QCOMPARE(quartersIn(room.seen()), u"1302"_s);
    room.pane.turnPicture();
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);
    QVERIFY(!room.pane.caption().contains("turned"_L1));
}

void tst_Picture::zoomsIntoTheMiddle()
{
    Room room;
    // White is what lies in the middle quarter of both sides.
    room.showClear(
        picture({640, 480}, [](int x, int y) { return x > 200 && x < 440 && y > 170 && y < 310 ? 235 : 16; }));
    const auto corner = [&] { return qGray(room.seen().pixel(8, 8)); };
    QCOMPARE(corner(), 0);
    const QRect before = room.pane.pictureRect();

    room.pane.zoomBy(1);
    QCOMPARE(corner(), 0);
    QVERIFY(room.pane.pictureRect().contains(before));
    room.pane.zoomBy(1);
    QVERIFY(corner() > 200);
    QVERIFY(room.pane.caption().contains("zoom 4x"_L1));
    room.pane.zoomBy(1);
    QVERIFY(room.pane.caption().contains("zoom 4x"_L1));
    QVERIFY(room.pane.rect().contains(room.pane.pictureRect()));

    room.pane.zoomBy(-1);
    QVERIFY(room.pane.caption().contains("zoom 2x"_L1));
    room.pane.showWhole();
    QVERIFY(!room.pane.caption().contains("zoom"_L1));
    QCOMPARE(room.pane.pictureRect(), before);
}

void tst_Picture::zoomsWhereTheWheelPoints()
{
    Room room;
    room.showClear(quarters());
    auto *view = room.pane.findChild<PictureView *>();
    const QRect whole = view->pictureRect();

    wheel(*view, whole.bottomRight() - QPoint(2, 2), 120);
    QCOMPARE(quartersIn(room.seen()), u"3333"_s);
    wheel(*view, whole.bottomRight() - QPoint(2, 2), -120);
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);

    wheel(*view, whole.topLeft() + QPoint(2, 2), 60);
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);
    wheel(*view, whole.topLeft() + QPoint(2, 2), 60);
    QCOMPARE(quartersIn(room.seen()), u"0000"_s);
}

void tst_Picture::movesByKeysAndByHand()
{
    Room room;
    room.showClear(quarters());
    QTest::keyClick(&room.pane, Qt::Key_Left);
    QCOMPARE(quartersIn(room.seen()), u"0123"_s); // all of it is seen
    room.pane.zoomBy(2);
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);

    for (int i = 0; i < 30; ++i)
        QTest::keyClick(&room.pane, Qt::Key_Right);
    QCOMPARE(quartersIn(room.seen()), u"1133"_s);
    for (int i = 0; i < 30; ++i)
        QTest::keyClick(&room.pane, Qt::Key_Down);
    QCOMPARE(quartersIn(room.seen()), u"3333"_s);
    for (int i = 0; i < 30; ++i)
        QTest::keyClick(&room.pane, i % 2 == 0 ? Qt::Key_Left : Qt::Key_Up);
    QCOMPARE(quartersIn(room.seen()), u"0000"_s);

    auto *view = room.pane.findChild<PictureView *>();
    const QPoint from(600, 300);
    for (int i = 0; i < 6; ++i) { // as often as a hand takes a new hold
        QTest::mousePress(view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, QPointF(from - QPoint(500, 0)), view->mapToGlobal(QPointF(from)),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, {}, from - QPoint(500, 0));
    }
    QCOMPARE(quartersIn(room.seen()), u"1111"_s);
}

void tst_Picture::blurAndBlankWinOverAll()
{
    Room room;
    room.showClear(stripes());
    room.pane.zoomBy(1);
    room.pane.turnPicture();
    room.pane.toggleFreeze();
    const auto inside = [&] {
        const QImage seen = room.seen();
        return sharpness(seen.copy(seen.rect().adjusted(20, 60, -20, -20)));
    };
    QVERIFY(inside() > 100);

    room.pane.setBlurred(true);
    QVERIFY2(inside() < 10, qPrintable(QString::number(inside())));
    room.pane.setBlanked(true);
    QVERIFY(room.pane.pictureRect().isEmpty());
    QCOMPARE(room.pane.grab().toImage().pixelColor(40, 40), room.pane.palette().color(QPalette::Base));
}

void tst_Picture::remembersForEachIncidentHowItWasLookedAt()
{
    Room room;
    room.showClear(quarters());
    room.pane.turnPicture();
    room.pane.zoomBy(1);

    room.desk.select(second);
    QVERIFY(!room.pane.caption().contains("turned"_L1));
    room.desk.select(first);
    room.showClear(quarters());
    QVERIFY(room.pane.caption().contains(u"zoom 2x turned 90°"_s));

    room.backend.tell(IncidentClosed{first, CloseReason::HelpSent, {}, {}, room.clock.now()});
    room.desk.select(second);
    room.backend.tell(CallArrived{first, {}, room.clock.now()});
    room.desk.select(first);
    room.showClear(quarters());
    QCOMPARE(quartersIn(room.seen()), u"0123"_s);
}

QTEST_MAIN(tst_Picture)
#include "tst_picture.moc"
