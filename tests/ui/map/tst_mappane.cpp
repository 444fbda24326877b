// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakebackend.h"
#include "tests/support/manualclock.h"
#include "ui/map/allowlist.h"
#include "ui/map/mappane.h"
#include "ui/map/mercator.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QQuickWidget>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

using namespace knock;
using namespace knock::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The map pane on a real scene, drawn by the software renderer.
class tst_MapPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { allowOnly({}); }
    void init();
    void cleanup();

    void showsTheWholeMapWithoutAnIncident();
    void putsTheFixWhereItIs();
    void saysThatAFixWasShown();
    void saysNothingOfAnotherIncident();
    void tellsSourceRadiusAndAge();
    void ageGoesOnOnlyWhileVisible();
    void drawsAnAreaWithoutAPin();
    void describesWhatItShows();
    void followsTheCaller();
    void aHandPanEndsFollowing();
    void theButtonFollowsAgain();
    void theFirstFixIsShownAfterLookingAround();
    void keysZoomAndPan();
    void wheelZooms();
    void copiesTheCoordinates();
    void tabLeavesTheMap();
    void followsTheDeskSelection();
    void keepsToItselfAFixNoMapCanShow();
    void saysWhenTheCallerIsOutsideOfTheMap();
    void worksWithoutAMap();
    void takesAThousandFixes();
    void changesItsTheme();

private:
    void makePane(const QString &folder = QStringLiteral(KNOCK_MAP_FOLDER));
    void ring(IncidentId incident);
    void locate(const Fix &fix, IncidentId incident = {1});
    /// Tells the fix and waits for the frame that shows it.
    void show(const Fix &fix, IncidentId incident = {1});
    [[nodiscard]] QQuickWidget *view() const { return m_pane->findChild<QQuickWidget *>(); }
    [[nodiscard]] QPushButton *followButton() const { return m_pane->findChild<QPushButton *>(); }
    /// Unlike grab(), which shows the last frame, this draws what has changed since.
    [[nodiscard]] QImage picture() const { return view()->grabFramebuffer(); }

    test::ManualClock m_clock;
    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<desk::Desk> m_desk;
    std::unique_ptr<MapPane> m_pane;
};

namespace {

constexpr double motelLatitude = 35.999700;
constexpr double motelLongitude = 124.616431;
const QColor browserColour(0x18, 0x62, 0xc6);
const QColor cellColour(0xa3, 0x4d, 0x00);

/// Where the dot of \a colour is drawn nearest to \a expected; nowhere when there is none.
std::optional<QPointF> dotNear(const QImage &image, QPoint expected, QColor colour)
{
    constexpr int around = 7;
    QPointF sum;
    int count = 0;
    for (int y = expected.y() - around; y <= expected.y() + around; ++y) {
        for (int x = expected.x() - around; x <= expected.x() + around; ++x) {
            if (image.valid(x, y) && image.pixelColor(x, y) == colour) {
                sum += QPointF(x, y);
                ++count;
            }
        }
    }
    return count < 20 ? std::nullopt : std::optional(sum / count);
}

int pixelsOf(const QImage &image, QColor colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    }
    return count;
}

} // namespace

#define COMPARE_DOT(image, expected, colour)                                                                           \
    do {                                                                                                               \
        const auto dot = dotNear(image, expected, colour);                                                             \
        QVERIFY2(dot, "There is no dot at all");                                                                       \
        QCOMPARE_LE(std::abs(dot->x() - (expected).x()), 2.0);                                                         \
        QCOMPARE_LE(std::abs(dot->y() - (expected).y()), 2.0);                                                         \
    } while (false)

void tst_MapPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_backend = std::make_unique<test::FakeBackend>();
    m_desk = std::make_unique<desk::Desk>(*m_backend);
    makePane();
}

void tst_MapPane::cleanup()
{
    m_pane.reset();
    m_desk.reset();
    m_backend.reset();
}

void tst_MapPane::makePane(const QString &folder)
{
    m_pane = std::make_unique<MapPane>(*m_desk, folder, m_clock);
    m_pane->resize(800, 600);
    m_pane->show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void tst_MapPane::ring(IncidentId incident) { m_backend->tell(CallArrived{incident, u"01012345678"_s, m_clock.now()}); }

void tst_MapPane::locate(const Fix &fix, IncidentId incident)
{
    m_backend->tell(CallerLocated{incident, fix, m_clock.now()});
}

void tst_MapPane::show(const Fix &fix, IncidentId incident)
{
    QSignalSpy shown(m_pane.get(), &MapPane::fixShown);
    locate(fix, incident);
    QTRY_COMPARE(shown.count(), 1);
}

namespace {

Fix motel(const QDateTime &at, double radius = 12, Fix::Source source = Fix::Source::Browser)
{
    Fix fix;
    fix.latitude = motelLatitude;
    fix.longitude = motelLongitude;
    fix.radius = Metres{radius};
    fix.source = source;
    fix.at = at;
    return fix;
}

} // namespace

void tst_MapPane::showsTheWholeMapWithoutAnIncident()
{
    QCOMPARE(m_pane->caption(), u"No incident selected"_s);
    QCOMPARE(m_pane->accessibleDescription(), u"The whole map."_s);
    // Sea, land and streets have come, not the neutral ground alone.
    QTRY_VERIFY(pixelsOf(picture(), QColor(0xa9, 0xd0, 0xe8)) > 10'000);
}

void tst_MapPane::putsTheFixWhereItIs()
{
    ring({1});
    m_desk->select({1});

    show(motel(m_clock.now()));

    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::saysThatAFixWasShown()
{
    ring({1});
    m_desk->select({1});
    QSignalSpy shown(m_pane.get(), &MapPane::fixShown);

    locate(motel(m_clock.now()));
    QCOMPARE(shown.count(), 0);

    QTRY_COMPARE(shown.count(), 1);
    QCOMPARE(shown.first().at(0).value<IncidentId>(), IncidentId{1});
    QCOMPARE(shown.first().at(1).value<Fix>(), motel(m_clock.now()));
}

void tst_MapPane::saysNothingOfAnotherIncident()
{
    ring({1});
    ring({2});
    m_desk->select({1});
    QSignalSpy shown(m_pane.get(), &MapPane::fixShown);

    locate(motel(m_clock.now()), {2});
    show(motel(m_clock.now()), {1});

    QCOMPARE(shown.count(), 1);
    QCOMPARE(shown.first().at(0).value<IncidentId>(), IncidentId{1});
}

void tst_MapPane::tellsSourceRadiusAndAge()
{
    ring({1});
    m_desk->select({1});
    QCOMPARE(m_pane->caption(), u"No location yet"_s);

    show(motel(m_clock.now().addSecs(-3)));

    QCOMPARE(m_pane->caption(), u"browser · ±12 m · 3 s ago"_s);
}

void tst_MapPane::ageGoesOnOnlyWhileVisible()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));

    m_clock.advance(72s);
    QTRY_COMPARE(m_pane->caption(), u"browser · ±12 m · 1 min 12 s ago · old"_s);

    m_pane->hide();
    const auto timers = m_pane->findChildren<QTimer *>(Qt::FindDirectChildrenOnly);
    QVERIFY(std::ranges::none_of(timers, &QTimer::isActive));
}

void tst_MapPane::drawsAnAreaWithoutAPin()
{
    ring({1});
    m_desk->select({1});

    show(motel(m_clock.now(), 850, Fix::Source::Cell));

    QVERIFY(!dotNear(picture(), view()->rect().center(), cellColour));
    QVERIFY2(pixelsOf(picture(), cellColour) > 200, "The edge of the area is missing");
    QCOMPARE(m_pane->caption(), u"cell · area ±850 m · 0 s ago"_s);
}

void tst_MapPane::describesWhatItShows()
{
    ring({1});
    m_desk->select({1});

    show(motel(m_clock.now(), 850, Fix::Source::Cell));
    show(motel(m_clock.now()));

    const QString description = m_pane->accessibleDescription();
    QVERIFY2(description.startsWith(u"browser: within 12 m of 35.999700, 124.616431, measured at"_s), qPrintable(description));
    QVERIFY2(description.contains(u"cell: an area within 850 m around 35.999700, 124.616431"_s), qPrintable(description));
    QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(view());
    QVERIFY(heard);
    QCOMPARE(heard->text(QAccessible::Name), u"Map"_s);
    QCOMPARE(heard->text(QAccessible::Description), description);
}

void tst_MapPane::followsTheCaller()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    Fix further = motel(m_clock.now());
    further.latitude += 0.001;

    show(further);

    QVERIFY(m_pane->isFollowing());
    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::aHandPanEndsFollowing()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    QCOMPARE(followButton()->text(), u"Following (F)"_s);
    const QPoint middle = view()->rect().center();

    QTest::mousePress(view(), Qt::LeftButton, {}, middle);
    for (int step = 1; step <= 10; ++step)
        QTest::mouseMove(view(), middle + QPoint(step * 10, step * 5));
    QTest::mouseRelease(view(), Qt::LeftButton, {}, middle + QPoint(100, 50));

    QTRY_VERIFY(!m_pane->isFollowing());
    QCOMPARE(followButton()->text(), u"Follow (F)"_s);
    QVERIFY(!followButton()->isChecked());
    QVERIFY(!dotNear(picture(), middle, browserColour));
}

void tst_MapPane::theButtonFollowsAgain()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    QTest::keyClick(view(), Qt::Key_Left);
    QVERIFY(!m_pane->isFollowing());

    followButton()->click();

    QVERIFY(m_pane->isFollowing());
    QVERIFY(followButton()->isChecked());
    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::theFirstFixIsShownAfterLookingAround()
{
    ring({1});
    m_desk->select({1});
    QTest::keyClick(view(), Qt::Key_Left);
    QTest::keyClick(view(), Qt::Key_Up);

    show(motel(m_clock.now()));

    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::keysZoomAndPan()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    view()->setFocus();
    const QPoint middle = view()->rect().center();
    const int step = std::min(view()->width(), view()->height()) / 6;

    QTest::keyClick(view(), Qt::Key_Right);
    COMPARE_DOT(picture(), middle - QPoint(step, 0), browserColour);
    QTest::keyClick(view(), Qt::Key_Down);
    COMPARE_DOT(picture(), middle - QPoint(step, step), browserColour);
    QTest::keyClick(view(), Qt::Key_Plus);
    COMPARE_DOT(picture(), middle - QPoint(step, step) * 2, browserColour);
    QTest::keyClick(view(), Qt::Key_Minus);
    COMPARE_DOT(picture(), middle - QPoint(step, step), browserColour);
    QTest::keyClick(view(), Qt::Key_F);
    QVERIFY(m_pane->isFollowing());
    COMPARE_DOT(picture(), middle, browserColour);
}

void tst_MapPane::wheelZooms()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    QTest::keyClick(view(), Qt::Key_Right);
    const QPoint middle = view()->rect().center();
    const int step = std::min(view()->width(), view()->height()) / 6;

    QWheelEvent wheel(middle, view()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view(), &wheel);

    COMPARE_DOT(picture(), middle - QPoint(step * 2, 0), browserColour);
}

void tst_MapPane::copiesTheCoordinates()
{
    ring({1});
    m_desk->select({1});
    show(motel(m_clock.now()));
    QGuiApplication::clipboard()->clear();

    QTest::keySequence(view(), QKeySequence::Copy);

    QCOMPARE(QGuiApplication::clipboard()->text(), u"35.999700, 124.616431"_s);
}

void tst_MapPane::tabLeavesTheMap()
{
    view()->setFocus();
    QTRY_VERIFY(view()->hasFocus());

    QTest::keyClick(view(), Qt::Key_Tab);

    QVERIFY(!view()->hasFocus());
}

void tst_MapPane::followsTheDeskSelection()
{
    ring({1});
    ring({2});
    m_desk->select({1});
    show(motel(m_clock.now()));

    m_desk->select({2});
    QCOMPARE(m_pane->caption(), u"No location yet"_s);
    QVERIFY(!dotNear(picture(), view()->rect().center(), browserColour));

    m_desk->select({1});
    QCOMPARE(m_pane->caption(), u"browser · ±12 m · 0 s ago"_s);
    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::keepsToItselfAFixNoMapCanShow()
{
    ring({1});
    m_desk->select({1});
    Fix nowhere = motel(m_clock.now());
    nowhere.latitude = 1000;

    locate(nowhere);

    QCOMPARE(m_pane->caption(), u"No location yet"_s);
}

void tst_MapPane::saysWhenTheCallerIsOutsideOfTheMap()
{
    ring({1});
    m_desk->select({1});
    Fix elsewhere = motel(m_clock.now());
    elsewhere.latitude = 37.5;

    show(elsewhere);

    QVERIFY(m_pane->accessibleDescription().endsWith(u"The caller is outside of the map Hanbit City."_s));
    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::worksWithoutAMap()
{
    const QTemporaryDir empty;
    QTest::ignoreMessage(QtWarningMsg, "There is no map: no map.json");
    QTest::ignoreMessage(QtWarningMsg, "The light map cannot be drawn: no tile file");
    ring({1});
    m_desk->select({1});

    makePane(empty.path());
    show(motel(m_clock.now()));

    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
    QVERIFY(m_pane->accessibleDescription().contains(u"There is no map here."_s));
    // The tiles are read on a thread of their own.
    QTRY_COMPARE(picture().pixelColor(view()->width() / 2, view()->height() - 60), QColor(0xe6, 0xe4, 0xdf));
}

void tst_MapPane::takesAThousandFixes()
{
    ring({1});
    m_desk->select({1});
    for (int i = 0; i < 1000; ++i) {
        Fix fix = motel(m_clock.now());
        fix.latitude += i * 1e-6;
        locate(fix);
    }

    show(motel(m_clock.now()));

    COMPARE_DOT(picture(), view()->rect().center(), browserColour);
}

void tst_MapPane::changesItsTheme()
{
    QPalette dark = m_pane->palette();
    dark.setColor(QPalette::Window, QColor(0x20, 0x24, 0x29));
    dark.setColor(QPalette::WindowText, Qt::white);

    m_pane->setPalette(dark);

    QTRY_VERIFY(pixelsOf(picture(), QColor(0x15, 0x29, 0x3a)) > 10'000);
}

int main(int argc, char **argv)
{
    // What the pane follows must not depend on the machine's settings.
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    tst_MapPane test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mappane.moc"
