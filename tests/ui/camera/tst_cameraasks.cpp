// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/camera/cameraroom.h"
#include "tests/ui/camera/pictures.h"
#include "ui/camera/fileshelf.h"

#include <QAction>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace knock::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What is asked of the phone's camera, what comes of it, and what the phone sent to be kept.
class tst_CameraAsks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void saysWhatWasRefused();
    void saysThatPicturesComeAsStills();
    void saysWhatWasAskedAndWhatCameOfIt();
    void listsWhatWasKept();
    void thePictureLeavesRoomForTheButtons();
};

void tst_CameraAsks::saysWhatWasRefused()
{
    Room room;

    room.backend.tell(PermissionDecided{first, Permission::Camera, Decision::Denied, room.clock.now()});
    QCOMPARE(room.pane.caption(), u"✕ camera denied on the phone"_s);
    room.backend.tell(PermissionDecided{first, Permission::Camera, Decision::Lacking, room.clock.now()});
    QCOMPARE(room.pane.caption(), u"✕ the phone has no camera for the page"_s);

    room.startCamera();
    QVERIFY(room.pane.caption().startsWith(u"◌"_s));
}

void tst_CameraAsks::saysThatPicturesComeAsStills()
{
    Room room;
    room.backend.tell(CameraStarted{first, room.clock.now(), PicturePath::Stills});

    room.give(stripes());
    const auto says = [&room] { return room.pane.caption().section("   "_L1, 0, 0); };

    QCOMPARE(says(), u"● stills 640x480 · came 0 s ago"_s);
    room.advance(4900ms);
    QCOMPARE(says(), u"● stills 640x480 · came 4 s ago"_s);
    room.advance(100ms);
    QCOMPARE(says(), u"● stills 640x480 · ▲ came 5 s ago"_s);
    room.give(stripes());
    room.advance(1s);
    QCOMPARE(says(), u"● stills 640x480 · came 1 s ago"_s);
}

void tst_CameraAsks::saysWhatWasAskedAndWhatCameOfIt()
{
    Room room;
    room.backend.tell(PageOpened{first, room.clock.now(), {}});
    QCOMPARE(room.pane.asked(), QString());

    room.backend.tell(CameraAsked{first, CameraWish::Snapshot, {1}, room.clock.now()});
    QVERIFY2(room.pane.asked().endsWith(u": snapshot - not yet"_s), qPrintable(room.pane.asked()));
    room.backend.tell(FileKept{first, FileKind::Snapshot, u"1.jpg"_s, {}, 1, room.clock.now()});
    QVERIFY2(room.pane.asked().endsWith(u": snapshot - done"_s), qPrintable(room.pane.asked()));

    room.desk.select(second);
    QCOMPARE(room.pane.asked(), QString());
}

void tst_CameraAsks::listsWhatWasKept()
{
    Room room;
    const auto *shelf = room.pane.findChild<FileShelf *>();
    QVERIFY(!shelf->isVisible());
    const auto keep = [&](FileKind kind, const QString &hash) {
        room.backend.tell(FileKept{first, kind, u"name"_s, hash, 1'234'567, room.clock.now()});
    };

    keep(FileKind::Snapshot, u"3f2a91c04d7e5b6a"_s);
    keep(FileKind::Film, u"00112233445566"_s);
    keep(FileKind::Photo, u"short"_s);

    QVERIFY(shelf->isVisible());
    QStringList lines;
    for (int row = 0; row < shelf->model()->rowCount(); ++row)
        lines << shelf->model()->index(row, 0).data().toString();
    const QString time = room.clock.now().toLocalTime().toString(u"HH:mm:ss"_s);
    QCOMPARE(lines,
             (QStringList{u"Photo %1 · 1.2 MB · short"_s.arg(time), u"Film %1 · 1.2 MB · 001122334455"_s.arg(time),
                          u"Snapshot %1 · 1.2 MB · 3f2a91c04d7e"_s.arg(time)}));
    room.desk.select(second);
    QVERIFY(!shelf->isVisible());
}

void tst_CameraAsks::thePictureLeavesRoomForTheButtons()
{
    Room room;
    QAction back(u"Back camera"_s);
    back.setIconText(u"Back"_s);
    back.setShortcut(Qt::CTRL | Qt::Key_1);
    room.pane.setActions(&room.blur, {&back});
    room.startCamera();
    room.give(stripes());
    room.pane.resize(320, 240);
    QCoreApplication::processEvents();

    const auto *button = room.pane.findChild<QPushButton *>();

    QVERIFY(button->isVisible());
    QVERIFY(button->height() >= 28);
    QVERIFY(room.pane.rect().contains(button->geometry()));
    QVERIFY(!button->geometry().intersects(room.pane.pictureRect()));
}

QTEST_MAIN(tst_CameraAsks)
#include "tst_cameraasks.moc"
