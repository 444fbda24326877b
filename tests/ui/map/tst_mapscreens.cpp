// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fakebackend.h"
#include "tests/support/manualclock.h"
#include "ui/map/mappane.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QQuickItem>
#include <QQuickWidget>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QStyleHints>
#include <QTest>

using namespace knock;
using namespace knock::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Pictures of the map for eyes to judge, in the build folder under screens.
class tst_MapScreens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(QDir().mkpath(QStringLiteral(KNOCK_SCREENS_FOLDER))); }
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void paint_data();
    void paint();
};

namespace {

/// Every tenth second of the walk from the motel.
std::vector<Fix> walk(const QDateTime &end)
{
    QFile file(QStringLiteral(KNOCK_TRACKS_FOLDER "/walk-from-motel-to-substation.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Fix> fixes;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (qsizetype line = 1; line < 330; line += 5) {
        const QStringList columns = lines.at(line).split(u',');
        Fix fix;
        fix.latitude = columns.at(1).toDouble();
        fix.longitude = columns.at(2).toDouble();
        fix.radius = Metres{14};
        fix.at = end.addSecs(columns.at(0).toInt() - 330);
        fixes.push_back(fix);
    }
    return fixes;
}

Fix other(Fix::Source source, double radius, double north, double east, const QDateTime &at)
{
    Fix fix;
    fix.latitude = 35.9997 + north;
    fix.longitude = 124.616431 + east;
    fix.radius = Metres{radius};
    fix.source = source;
    fix.at = at;
    return fix;
}

/// Whether every picture of the scene has been loaded; tiles come on a thread of their own.
bool isComplete(const QQuickItem *item)
{
    constexpr int ready = 1;
    if (item->inherits("QQuickImage") && item->property("status").toInt() != ready)
        return false;
    return std::ranges::all_of(item->childItems(), isComplete);
}

QPalette palette(bool dark)
{
    QPalette colours;
    if (!dark)
        return colours;
    colours.setColor(QPalette::Window, QColor(0x1d, 0x21, 0x26));
    colours.setColor(QPalette::WindowText, QColor(0xe6, 0xe9, 0xec));
    colours.setColor(QPalette::Base, QColor(0x15, 0x18, 0x1c));
    colours.setColor(QPalette::Text, QColor(0xe6, 0xe9, 0xec));
    colours.setColor(QPalette::Button, QColor(0x2b, 0x31, 0x38));
    colours.setColor(QPalette::ButtonText, QColor(0xe6, 0xe9, 0xec));
    return colours;
}

} // namespace

void tst_MapScreens::paint_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("scene");

    for (const QSize size : {QSize(1280, 720), QSize(1920, 1080), QSize(620, 420)}) {
        for (const bool dark : {false, true}) {
            for (const char *scene : {"whole", "walk", "sources", "area", "differ", "chosen", "find"}) {
                QTest::addRow("%s-%s-%d", scene, dark ? "dark" : "light", size.width())
                    << size << dark << QString::fromLatin1(scene);
            }
        }
    }
}

void tst_MapScreens::paint()
{
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    QFETCH(QString, scene);
    test::ManualClock clock;
    test::FakeBackend backend;
    desk::Desk desk(backend);
    Ticker ticker(clock);
    MapPane pane(desk, QStringLiteral(KNOCK_MAP_FOLDER), ticker);
    QApplication::setPalette(palette(dark));
    pane.setPalette(palette(dark));
    pane.resize(size);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));

    std::vector<Fix> fixes;
    if (scene == "walk"_L1 || scene == "sources"_L1)
        fixes = walk(clock.now().addSecs(-3));
    if (scene == "sources"_L1) {
        fixes.insert(fixes.begin(), other(Fix::Source::Cell, 240, 0.0012, 0.001, clock.now().addSecs(-340)));
        fixes.insert(fixes.begin(), other(Fix::Source::Aml, 35, 0.0004, -0.0011, clock.now().addSecs(-200)));
        fixes.insert(fixes.begin(), other(Fix::Source::Sip, 80, 0.0008, 0.0024, clock.now().addSecs(-350)));
        fixes.insert(fixes.begin(), other(Fix::Source::Typed, 0, -0.0006, 0.0005, clock.now().addSecs(-20)));
    }
    if (scene == "find"_L1 || scene == "differ"_L1 || scene == "chosen"_L1) {
        fixes = {other(Fix::Source::Aml, 35, 0.0062, -0.0071, clock.now().addSecs(-40)),
                 other(Fix::Source::Browser, 14, 0, 0, clock.now().addSecs(-3))};
    }
    if (scene == "area"_L1)
        fixes = {other(Fix::Source::Cell, 850, 0, 0, clock.now().addSecs(-7))};
    backend.tell(CallArrived{{1}, u"01012345678"_s, clock.now()});
    QSignalSpy shown(&pane, &MapPane::fixShown);
    if (scene != "whole"_L1)
        desk.select({1});
    for (const Fix &fix : fixes)
        backend.tell(CallerLocated{{1}, fix, clock.now()});
    if (scene == "find"_L1) {
        pane.findAddress();
        pane.findChild<QLineEdit *>()->insert(u"철길북로135길"_s);
        QTest::keyClick(pane.findChild<QLineEdit *>(), Qt::Key_Return);
    }
    if (scene == "chosen"_L1)
        backend.tell(FixPromoted{{1}, Fix::Source::Aml, {1}, clock.now()});

    if (!fixes.empty())
        QTRY_VERIFY(!shown.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(pane.findChild<QQuickWidget *>()->rootObject()), 10s);
    const QImage picture = pane.grab().toImage();
    QVERIFY(picture.save(QDir(QStringLiteral(KNOCK_SCREENS_FOLDER))
                             .filePath(u"map-%1.png"_s.arg(QString::fromLatin1(QTest::currentDataTag())))));
}

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    tst_MapScreens test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mapscreens.moc"
