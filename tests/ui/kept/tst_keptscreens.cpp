// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/kept/kepthouse.h"
#include "tests/ui/shell/cutoff.h"
#include "ui/kit/yieldingscroll.h"

#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Leaves pictures of the sheet for eyes to judge; checks that nothing that must be read is cut off in any of them.
class tst_KeptScreens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void listenedAndLookedAt_data();
    void listenedAndLookedAt();
};

void tst_KeptScreens::init()
{
    QTest::failOnWarning(QRegularExpression(
        u"^(?!This plugin does not support|PulseAudioService|No audio device detected|\"No HW decoder found)"_s));
}

void tst_KeptScreens::listenedAndLookedAt_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<ui::Scheme>("scheme");
    QTest::addColumn<ui::Language::Tongue>("tongue");
    using ui::Language;
    using ui::Scheme;
    QTest::newRow("1280x720-dark-en") << QSize(1280, 720) << Scheme::Dark << Language::Tongue::English;
    QTest::newRow("1280x720-light-ko") << QSize(1280, 720) << Scheme::Light << Language::Tongue::Korean;
    QTest::newRow("1920x1080-light-en") << QSize(1920, 1080) << Scheme::Light << Language::Tongue::English;
    QTest::newRow("1920x1080-dark-ko") << QSize(1920, 1080) << Scheme::Dark << Language::Tongue::Korean;
}

void tst_KeptScreens::listenedAndLookedAt()
{
    QFETCH(const QSize, size);
    QFETCH(const ui::Scheme, scheme);
    QFETCH(const ui::Language::Tongue, tongue);
    const QDir folder(QStringLiteral(KNOCK_SCREENS_DIR) + u"/kept"_s);
    QVERIFY(folder.mkpath(u"."_s));
    KeptHouse kept(tongue, scheme);
    House &house = kept.house;
    house.window.resize(size);
    house.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&house.window));
    const auto key = [](Qt::Key which, Qt::KeyboardModifiers with = {}) {
        QTest::keyClick(QApplication::focusWidget(), which, with);
    };
    QStringList cut;
    const auto look = [&](const QString &name) {
        for (int round = 0; round < 4; ++round) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        cut += cutOff(house.window);
        // Where there is room, all of the incident is seen.
        const auto *incident = house.window.findChild<ui::YieldingScroll *>();
        if (size.height() >= 1080 && incident->verticalScrollBar()->maximum() > 0)
            cut += u"the incident"_s;
        return house.window.grab().save(
            folder.filePath(u"%1-%2.png"_s.arg(QLatin1StringView(QTest::currentDataTag()), name)));
    };

    kept.record(u"17-a.mka"_s, 20s);
    kept.record(u"17-b.mkv"_s, 12s, true);
    kept.keep(FileKind::Film, u"17-1.mp4"_s, 8'400'000);
    kept.keep(FileKind::Photo, u"17-2.jpg"_s, 2'100'000);
    house.backend.tell(RecordingBegan{KeptHouse::id, u"17-c.mka"_s, house.clock.now()});
    house.backend.tell(RecordingBegan{KeptHouse::id, u"17-c.mkv"_s, house.clock.now()});
    house.story.show(KeptHouse::id);
    QVERIFY(look(u"before"_s));
    key(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(look(u"opened"_s));

    key(Qt::Key_End);
    key(Qt::Key_Return);
    kept.serve(tone(20));
    QTRY_COMPARE(kept.sheet()->player().state(), ui::Player::State::Playing);
    QVERIFY(look(u"sound"_s));

    key(Qt::Key_Up);
    key(Qt::Key_Return);
    kept.serve(film(3));
    QTRY_VERIFY(!kept.sheet()->pictureRect().isEmpty());
    key(Qt::Key_Space);
    QTRY_COMPARE(kept.sheet()->player().state(), ui::Player::State::Paused);
    QVERIFY(look(u"blurred"_s));
    key(Qt::Key_B);
    QVERIFY(look(u"clear"_s));

    key(Qt::Key_Return);
    kept.refuse(Error::Kind::Expired);
    QVERIFY(look(u"refused"_s));
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

QTEST_MAIN(tst_KeptScreens)
#include "tst_keptscreens.moc"
