// SPDX-License-Identifier: Apache-2.0
#include "tests/support/house.h"
#include "tests/ui/camera/pictures.h"
#include "ui/picture/pictureview.h"
#include "ui/incident/incidentpane.h"
#include "ui/line/linestrip.h"

#include <QDockWidget>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>

using namespace knock;
using namespace knock::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What gives way in a small window, or beside large letters, and what never does.
class tst_LittleRoom : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void cleanup() { m_house.reset(); }
    void thePictureKeepsItsPlace_data();
    void thePictureKeepsItsPlace();
    void whatMustBeSeenIsSeen_data();
    void whatMustBeSeenIsSeen();
    void theQuestionsStandBehindTheChat();
    void aLineOfTheCallerComesForward();
    void panesComeBackWithTheRoom();
    void questionsOutOfSightAreScrolledTo();

private:
    void open(QSize size, int percent = 100)
    {
        m_house.reset();
        m_house = std::make_unique<House>();
        m_house->window.resize(size);
        m_house->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_house->window));
        m_house->window.useTextSize(percent);
        settle();
    }
    static void settle()
    {
        for (int round = 0; round < 4; ++round) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
    }
    /// A call of which everything is to be seen at once, and the alert of another one.
    void live() const
    {
        Story &story = m_house->story;
        story.ring({17});
        story.answer({17});
        story.ring({16}, u"01055556666"_s);
        story.answer({16}, {7});
        story.knock({16});
        m_house->desk.select({17});
        m_house->backend.tell(RecordingBegan{{17}, u"a.mka"_s, m_house->clock.now()});
        story.knock({17});
        story.confirm({17});
        story.order({17}, u"순찰 12"_s);
        story.invite({17});
        story.accept({17});
        story.open({17}, u"vi-VN"_s);
        story.locate({17});
        story.show({17});
        m_house->backend.shown.back().second->setVideoFrame(stripes());
        m_house->camera->setBlurred(false);
        m_house->backend.watch({17}, 2);
        story.askCamera({17}, CameraWish::Snapshot);
        story.keep({17}, FileKind::Photo);
        story.keep({17});
        m_house->advance(2s);
        Q_EMIT m_house->backend.camera({.incident = {17}, .delay = 1420ms, .lostPercent = 7.6});
        m_house->advance(1s);
        settle();
    }
    [[nodiscard]] QDockWidget *dock(const QString &name) const
    {
        return m_house->window.findChild<QDockWidget *>(name);
    }
    [[nodiscard]] bool isBehindChat() const
    {
        return m_house->window.tabifiedDockWidgets(dock(u"chat"_s)).contains(dock(u"questions"_s));
    }
    [[nodiscard]] static bool isWhole(const QWidget *widget)
    {
        return widget->visibleRegion().boundingRect() == widget->rect();
    }
    static bool isInFront(const QDockWidget *dock) { return !dock->visibleRegion().isEmpty(); }

    std::unique_ptr<House> m_house;
};

void tst_LittleRoom::thePictureKeepsItsPlace_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("small") << QSize(1280, 720);
    QTest::newRow("usual") << QSize(1600, 900);
    QTest::newRow("large") << QSize(1920, 1080);
}

void tst_LittleRoom::thePictureKeepsItsPlace()
{
    QFETCH(const QSize, size);
    open(size);

    live();

    QCOMPARE(m_house->window.size(), size);
    const int height = m_house->camera->findChild<ui::PictureView *>()->height();
    QVERIFY2(height >= 200, qPrintable(QString::number(height)));
}

void tst_LittleRoom::whatMustBeSeenIsSeen_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("percent");
    QTest::newRow("small") << QSize(1280, 720) << 100;
    QTest::newRow("small, large letters") << QSize(1280, 720) << 150;
    QTest::newRow("usual, large letters") << QSize(1600, 900) << 150;
    QTest::newRow("largest letters") << QSize(1920, 1080) << 200;
}

void tst_LittleRoom::whatMustBeSeenIsSeen()
{
    QFETCH(const QSize, size);
    QFETCH(const int, percent);
    open(size, percent);
    live();
    const auto *strip = m_house->window.findChild<ui::AlertStrip *>();
    const auto *line = m_house->window.findChild<ui::LineStrip *>();
    const auto *next = m_house->window.findChild<ui::IncidentPane *>()->inSight().last();

    const auto wrong = [&] {
        QStringList found;
        for (const QWidget *widget : {static_cast<const QWidget *>(strip), static_cast<const QWidget *>(line), next}) {
            if (!isWhole(widget))
                found << QLatin1StringView(widget->metaObject()->className()) + u" is cut off"_s;
        }
        if (m_house->window.size() != size)
            found << u"the window needs %1x%2"_s.arg(m_house->window.width()).arg(m_house->window.height());
        return found.join(u'\n');
    };
    QCOMPARE(wrong(), QString());
    Q_EMIT m_house->backend.lost(m_house->clock.now());
    settle();
    QCOMPARE(wrong(), QString());
}

void tst_LittleRoom::theQuestionsStandBehindTheChat()
{
    open({1280, 720}, 150);
    live();
    QVERIFY(isBehindChat());
    QVERIFY(isInFront(dock(u"chat"_s)));
    QVERIFY(!isInFront(dock(u"questions"_s)));
    const auto *tabs = m_house->window.findChild<QTabBar *>(Qt::FindDirectChildrenOnly);
    QVERIFY(tabs);
    QCOMPARE(tabs->accessibleName(), u"Panes in one place"_s);
    QVERIFY(tabs->height() >= 28);

    QTest::keyClick(&m_house->window, Qt::Key_F7);
    settle();
    QVERIFY(isInFront(dock(u"questions"_s)));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
    QCOMPARE(m_house->sent<AskQuestion>().size(), 1U);

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F9);
    settle();
    QVERIFY(isInFront(dock(u"chat"_s)));
}

void tst_LittleRoom::aLineOfTheCallerComesForward()
{
    open({1280, 720}, 150);
    live();
    QTest::keyClick(&m_house->window, Qt::Key_F7);
    settle();

    m_house->story.say({17}, u"a"_s, u"2"_s);
    settle();
    QVERIFY2(isInFront(dock(u"questions"_s)), "somebody works there");

    QApplication::focusWidget()->clearFocus();
    m_house->story.say({16}, u"b"_s, u"2"_s);
    settle();
    QVERIFY(isInFront(dock(u"questions"_s)));
    m_house->story.say({17}, u"c"_s, u"2"_s);
    settle();
    QVERIFY(isInFront(dock(u"chat"_s)));
}

void tst_LittleRoom::panesComeBackWithTheRoom()
{
    open({1280, 720}, 150);
    QVERIFY(isBehindChat());

    m_house->window.useTextSize(100);
    settle();
    QVERIFY(!isBehindChat());
    QVERIFY(isInFront(dock(u"questions"_s)));
    QCOMPARE(m_house->window.dockWidgetArea(dock(u"questions"_s)), Qt::BottomDockWidgetArea);
    QCOMPARE(m_house->window.corner(Qt::BottomRightCorner), Qt::RightDockWidgetArea);
    m_house->window.resize(1600, 900);
    settle();
    QCOMPARE(m_house->window.corner(Qt::BottomRightCorner), Qt::BottomDockWidgetArea);

    m_house->window.resize(1280, 720);
    settle();
    m_house->window.useTextSize(150);
    settle();
    QVERIFY(isBehindChat());
    QCOMPARE(m_house->window.size(), QSize(1280, 720));
}

void tst_LittleRoom::questionsOutOfSightAreScrolledTo()
{
    open({1280, 720}, 150);
    live();
    QTest::keyClick(&m_house->window, Qt::Key_F7);
    settle();
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    settle();

    QVERIFY(QApplication::focusWidget()->accessibleName().contains(u"children"_s));
    QVERIFY(isWhole(QApplication::focusWidget()));
}

QTEST_MAIN(tst_LittleRoom)
#include "tst_littleroom.moc"
