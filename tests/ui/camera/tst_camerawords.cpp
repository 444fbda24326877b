// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"

#include <QAccessible>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::ui;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What the pane says of the pictures, and what it counts.
class tst_CameraWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void saysWhatItShows();
    void countsHowLongItWasSeenClear();
    void forgetsWhatItCountedWithTheIncident();
    void saysHowPicturesArrive();
    void saysHowManySeatsWatch();
    void namesTheKeyThatClears();
    void outlivesTheKeyThatClears();
    void saysWhatIsKept();
    void countsPictures();
    void speaksToScreenReaders();
};

void tst_CameraWords::saysWhatItShows()
{
    Room room;
    QCOMPARE(room.pane.caption(), u"○ no camera yet"_s);

    room.startCamera();
    QCOMPARE(room.pane.caption(), u"◌ waiting for the first picture   ▒ blurred: Space clears"_s);

    room.give(stripes());
    QCOMPARE(room.pane.caption(), u"● live 640x480   ▒ blurred: Space clears"_s);

    room.pane.setBlurred(false);
    QCOMPARE(room.pane.caption(), u"● live 640x480   ◉ seen clear for 00:00"_s);

    room.stopCamera();
    room.advance(72s);
    QVERIFY2(room.pane.caption().startsWith(u"■ stopped 01:12"_s), qPrintable(room.pane.caption()));
    QVERIFY(room.pane.findChild<QLabel *>(u"caption"_s)->text().startsWith(u"■ stopped 01:12"_s));

    room.desk.select(second);
    QCOMPARE(room.pane.caption(), u"○ no camera yet"_s);
}

void tst_CameraWords::countsHowLongItWasSeenClear()
{
    Room room;
    room.startCamera();
    room.give(stripes());
    const auto seenFor = [&] {
        room.pane.setBlurred(true);
        room.pane.setBlurred(false);
        return room.pane.caption().section(u' ', -1);
    };
    room.clock.advance(30s);
    QCOMPARE(seenFor(), u"00:00"_s);

    room.clock.advance(5s);
    QCOMPARE(seenFor(), u"00:05"_s);

    room.pane.setBlurred(true);
    room.clock.advance(30s);
    QCOMPARE(seenFor(), u"00:05"_s);

    room.pane.setBlanked(true);
    room.clock.advance(30s);
    room.pane.setBlanked(false);
    QCOMPARE(seenFor(), u"00:05"_s);

    room.pane.hide();
    room.clock.advance(30s);
    room.pane.show();
    room.clock.advance(2s);
    QCOMPARE(seenFor(), u"00:07"_s);
}

void tst_CameraWords::forgetsWhatItCountedWithTheIncident()
{
    Room room;
    room.showClear(stripes());
    room.advance(5s);
    QVERIFY(room.pane.caption().endsWith("00:05"_L1));
    room.backend.tell(IncidentClosed{first, CloseReason::HelpSent, {}, {}, room.clock.now()});
    room.desk.select(second);

    room.backend.tell(CallArrived{first, {}, room.clock.now()});
    room.desk.select(first);
    room.showClear(stripes());

    QVERIFY2(room.pane.caption().endsWith("00:00"_L1), qPrintable(room.pane.caption()));
}

void tst_CameraWords::saysHowPicturesArrive()
{
    Room room;
    room.startCamera();
    const auto says = [&](const CameraHealth &health) {
        Q_EMIT room.backend.camera(health);
        for (int i = 0; i < 15; ++i)
            room.give(stripes());
        room.advance(1s);
        return room.pane.caption().section("   "_L1, 0, 0);
    };

    QCOMPARE(says({.incident = first, .delay = 180ms, .lostPercent = 2}),
             u"● live 640x480 15 fps · 180 ms · loss 2 %"_s);
    QCOMPARE(says({.incident = second, .delay = 900ms, .lostPercent = 3}),
             u"● live 640x480 15 fps · 180 ms · loss 2 %"_s);
    QCOMPARE(says({.incident = first, .delay = {}, .lostPercent = 0}), u"● live 640x480 15 fps · loss 0 %"_s);
    QCOMPARE(says({.incident = first, .delay = 1420ms, .lostPercent = 7.6}),
             u"● live 640x480 15 fps · ▲ late by 1.4 s · ▲ heavy loss 8 %"_s);
    room.advance(3s);
    for (int i = 0; i < 15; ++i)
        room.give(stripes());
    room.advance(1s);
    QCOMPARE(room.pane.caption().section("   "_L1, 0, 0), u"● live 640x480 15 fps"_s); // nobody has told for too long
}

void tst_CameraWords::saysHowManySeatsWatch()
{
    Room room;
    const QString glyph = u"◎"_s;
    room.backend.watch(first, 2); // before there is a picture to watch
    QVERIFY(!room.pane.caption().contains(glyph));

    room.showClear(stripes());
    QVERIFY2(room.pane.caption().endsWith(u"◉ seen clear for 00:00   ◎ 2 seats watch"_s),
             qPrintable(room.pane.caption()));
    QCOMPARE(room.pane.accessibleDescription(), room.pane.caption());
    room.backend.watch(second, 3);
    QVERIFY(room.pane.caption().endsWith(u"◎ 2 seats watch"_s));
    room.backend.watch(first, 1);
    QVERIFY(!room.pane.caption().contains(glyph));

    room.backend.watch(first, 2);
    room.stopCamera();
    QVERIFY(!room.pane.caption().contains(glyph));
    room.startCamera();
    QVERIFY(room.pane.caption().endsWith(u"◎ 2 seats watch"_s));
    Q_EMIT room.backend.lost(room.clock.now());
    QVERIFY2(!room.pane.caption().contains(glyph), "nobody knows who watches now");
}

void tst_CameraWords::namesTheKeyThatClears()
{
    Room room;
    room.startCamera();
    room.give(stripes());

    room.blur.setShortcut(Qt::CTRL | Qt::Key_B);
    QVERIFY2(room.pane.caption().endsWith(u"▒ blurred: Ctrl+B clears"_s), qPrintable(room.pane.caption()));
    QTest::keyClick(&room.pane, Qt::Key_Space);
    QVERIFY(room.pane.isBlurred());

    room.blur.setShortcut({});
    QVERIFY2(room.pane.caption().endsWith(u"▒ blurred"_s), qPrintable(room.pane.caption()));
}

// A window gives up its keys before its panes.
void tst_CameraWords::outlivesTheKeyThatClears()
{
    Room room;
    room.startCamera();
    {
        const QAction key;
        room.pane.setActions(&key, {});
    }

    room.pane.hide();

    QVERIFY2(room.pane.caption().endsWith(u"▒ blurred"_s), qPrintable(room.pane.caption()));
}

void tst_CameraWords::saysWhatIsKept()
{
    Room room;
    const auto *line = room.pane.findChild<QLabel *>(u"kept"_s);
    QCOMPARE(line->text(), u"○ no sound is kept"_s);
    const int height = line->height();

    room.backend.tell(RecordingBegan{first, u"a.mka"_s, room.clock.now()});
    QCOMPARE(line->text(), u"● sound is being kept"_s);
    room.startCamera();
    QCOMPARE(line->text(), u"● sound is being kept   ○ no camera is kept"_s);
    room.backend.tell(RecordingBegan{first, u"a.mkv"_s, room.clock.now()});
    QCOMPARE(line->text(), u"● sound is being kept   ● camera is being kept"_s);
    QCOMPARE(line->height(), height); // all of it in one line
    room.backend.tell(RecordingEnded{first, u"a.mka"_s, {}, 3s, false, room.clock.now()});
    QCOMPARE(line->text(), u"■ sound was kept   ● camera is being kept"_s);
    room.backend.tell(RecordingEnded{first, u"a.mkv"_s, {}, 3s, false, room.clock.now()});
    QCOMPARE(line->text(), u"■ sound was kept   ■ camera was kept"_s);
    room.backend.tell(RecordingBegan{first, u"b.mkv"_s, room.clock.now()});
    room.backend.tell(RecordingEnded{first, u"b.mkv"_s, {}, 3s, true, room.clock.now()});
    QCOMPARE(line->text(), u"■ sound was kept   ▲ camera was kept only in part"_s);

    room.backend.tell(RecordingBegan{first, u"b.mka"_s, room.clock.now()});
    room.backend.tell(RecordingEnded{first, u"b.mka"_s, {}, 3s, true, room.clock.now()});
    QVERIFY2(line->text().startsWith(u"▲ sound was kept only in part"_s), qPrintable(line->text()));
    room.pane.resize(200, 480);
    QTRY_VERIFY(line->text().endsWith(u"…"_s));
    QVERIFY(line->toolTip().endsWith(u"▲ camera was kept only in part"_s));
    room.desk.select(second);
    QCOMPARE(line->text(), u"○ no sound is kept"_s);
    QVERIFY(line->isVisible());
}

void tst_CameraWords::countsPictures()
{
    Room room;
    room.startCamera();
    for (int i = 0; i < 15; ++i)
        room.give(stripes({64, 48}));

    room.advance(1s);
    QVERIFY2(room.pane.caption().startsWith(u"● live 64x48 15 fps"_s), qPrintable(room.pane.caption()));

    room.advance(1s);
    QVERIFY2(room.pane.caption().contains("stands still"_L1), qPrintable(room.pane.caption()));
}

void tst_CameraWords::speaksToScreenReaders()
{
    Room room;
    room.startCamera();
    room.give(stripes());

    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(&room.pane);

    QVERIFY(accessible);
    QCOMPARE(accessible->text(QAccessible::Name), u"Caller's camera"_s);
    QCOMPARE(accessible->text(QAccessible::Description), room.pane.caption());
}

QTEST_MAIN(tst_CameraWords)
#include "tst_camerawords.moc"
