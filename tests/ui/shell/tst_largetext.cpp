// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "tests/ui/camera/pictures.h"
#include "tests/ui/shell/cutoff.h"

#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Letters of twice the size on a usual monitor, and of half as much more on a small one: all words have room. Each
/// step leaves a picture.
class tst_LargeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void nothingIsCutOff_data();
    void nothingIsCutOff();
};

void tst_LargeText::nothingIsCutOff_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("percent");
    QTest::addColumn<ui::Scheme>("scheme");
    QTest::addColumn<ui::Language::Tongue>("tongue");
    using enum ui::Scheme;
    using enum ui::Language::Tongue;
    QTest::newRow("200-1920x1080-dark-en") << QSize(1920, 1080) << 200 << Dark << English;
    QTest::newRow("200-1920x1080-light-ko") << QSize(1920, 1080) << 200 << Light << Korean;
    QTest::newRow("150-1280x720-dark-en") << QSize(1280, 720) << 150 << Dark << English;
    QTest::newRow("150-1280x720-light-ko") << QSize(1280, 720) << 150 << Light << Korean;
    QTest::newRow("150-1600x900-dark-en") << QSize(1600, 900) << 150 << Dark << English;
    QTest::newRow("150-1600x900-light-ko") << QSize(1600, 900) << 150 << Light << Korean;
}

void tst_LargeText::nothingIsCutOff()
{
    QFETCH(QSize, size);
    QFETCH(int, percent);
    QFETCH(ui::Scheme, scheme);
    QFETCH(ui::Language::Tongue, tongue);
    const QDir folder(QStringLiteral(KNOCK_SCREENS_DIR) + u"/large-"_s + QLatin1StringView(QTest::currentDataTag()));
    QVERIFY(folder.mkpath(u"."_s));
    House house(tongue, scheme);
    Story &story = house.story;
    house.window.resize(size);
    house.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&house.window));
    house.window.useTextSize(percent); // while it runs: that is harder than from the beginning
    int count = 0;
    QStringList cut;
    const auto look = [&](const QString &name) {
        // A layout may ask for another one.
        for (int round = 0; round < 4; ++round) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        for (const QString &words : cutOff(house.window))
            cut.append(name + u": "_s + words);
        const QPixmap picture = house.window.grab();
        if (picture.size() != size)
            cut.append(u"%1: the window needs %2x%3"_s.arg(name).arg(picture.width()).arg(picture.height()));
        picture.save(folder.filePath(u"%1-%2.png"_s.arg(++count, 2, 10, QChar(u'0')).arg(name)), "PNG", 80);
    };
    const auto key
        = [&](Qt::Key which, Qt::KeyboardModifiers with = {}) { QTest::keyClick(&house.window, which, with); };

    look(u"empty"_s);
    story.ring({17});
    key(Qt::Key_F2);
    story.answer({17});
    look(u"answered"_s);
    story.prompt({17});
    story.listen({17});
    story.knock({17});
    look(u"alert"_s);
    story.confirm({17});
    key(Qt::Key_F6);
    look(u"ordering"_s);
    key(Qt::Key_Escape);
    story.order({17}, u"순찰 12"_s);
    story.invite({17});
    story.accept({17});
    house.advance(40s);
    look(u"link-stuck"_s);
    story.deliver({17});
    story.open({17}, u"vi-VN"_s);
    story.locate({17});
    story.show({17}, PicturePath::Stills);
    house.backend.shown.back().second->setVideoFrame(stripes());
    look(u"live"_s);
    key(Qt::Key_F9, Qt::ShiftModifier);
    look(u"phrases"_s);
    key(Qt::Key_Escape);
    story.say({17}, u"a"_s, u"문이 잠겼어요"_s);
    key(Qt::Key_F1);
    look(u"help"_s);
    key(Qt::Key_F1, Qt::ShiftModifier);
    look(u"changing-a-key"_s);
    key(Qt::Key_Escape);
    key(Qt::Key_F, Qt::ControlModifier);
    look(u"finding"_s);
    key(Qt::Key_Escape);
    Q_EMIT house.backend.lost(house.clock.now());
    look(u"service-lost"_s);

    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

QTEST_MAIN(tst_LargeText)
#include "tst_largetext.moc"
