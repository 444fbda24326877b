// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"
#include "tests/support/fakebackend.h"
#include "ui/atlas/allowlist.h"
#include "ui/map/mappane.h"
#include "ui/atlas/mercator.h"
#include "ui/map/renderer.h"
#include "ui/atlas/tilefile.h"

#include <QApplication>
#include <QDir>
#include <QQmlContext>
#include <QQuickItem>
#include <QQuickWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <sys/resource.h>

using namespace knock;
using namespace Qt::StringLiterals;

namespace {

constexpr int zoom = 17;
constexpr int frames = 400;
constexpr QSize size(1280, 800);
const QGeoCoordinate motel(35.999700, 124.616431);

/// Of the whole process: other threads read and decode the tiles.
double processorMs()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval &time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

/// Drags the map to and fro, and draws it after each step.
void drag(QQuickWidget *view)
{
    constexpr int step = 4;
    for (int frame = 0; frame < frames; ++frame) {
        const int way = frame / (frames / 4) % 2 == 0 ? step : -step;
        QMetaObject::invokeMethod(view->rootObject(), "panBy", Q_ARG(QVariant, way), Q_ARG(QVariant, way / 2));
        QCoreApplication::processEvents();
        (void)view->grabFramebuffer();
    }
}

double costOf(QQuickWidget *view)
{
    drag(view); // once, so that both have read their tiles
    // The stock plug-in tells nobody when its threads have read and decoded; what they still do is not a frame's cost.
    QTest::qWait(1000);
    const double before = processorMs();
    drag(view);
    return (processorMs() - before) / frames;
}

double ours()
{
    test::FakeBackend backend;
    const WallClock clock;
    ui::Ticker ticker(clock);
    desk::Desk desk(backend);
    ui::MapPane pane(desk, QStringLiteral(KNOCK_MAP_FOLDER), ticker);
    pane.show();
    auto *view = pane.findChild<QQuickWidget *>();
    pane.resize(size + (pane.size() - view->size()));
    backend.tell(CallArrived{{1}, u"01012345678"_s, clock.now()});
    desk.select({1});
    Fix fix;
    fix.latitude = motel.latitude();
    fix.longitude = motel.longitude();
    fix.radius = Metres{12};
    fix.at = clock.now();
    backend.tell(CallerLocated{{1}, fix, clock.now()});
    return costOf(view);
}

/// The tiles around the motel as the files that the stock plug-in asks for.
bool writeTiles(const QDir &folder)
{
    ui::TileFile file(QStringLiteral(KNOCK_MAP_FOLDER "/light.mbtiles"));
    const QPointF middle = ui::mercator::pixelOf(motel, zoom) / ui::mercator::tileSize;
    for (int column = int(middle.x()) - 10; column <= int(middle.x()) + 10; ++column) {
        const QString under = u"%1/%2"_s.arg(zoom).arg(column);
        if (!folder.mkpath(under))
            return false;
        for (int row = int(middle.y()) - 8; row <= int(middle.y()) + 8; ++row) {
            const auto picture = file.picture({zoom, column, row});
            if (picture && *picture && !(*picture)->save(folder.filePath(u"%1/%2.png"_s.arg(under).arg(row))))
                return false;
        }
    }
    return true;
}

double stock(const QDir &tiles, const QString &cache)
{
    QQuickWidget view;
    view.rootContext()->setContextProperty(u"tiles"_s, u"file://%1/%z/%x/%y.png"_s.arg(tiles.path()));
    view.rootContext()->setContextProperty(u"cache"_s, cache);
    view.setResizeMode(QQuickWidget::SizeRootObjectToView);
    view.resize(size);
    view.setSource(QUrl(u"qrc:/bench/peer.qml"_s));
    view.show();
    return costOf(&view);
}

} // namespace

int main(int argc, char *argv[])
{
    // As on a desk without a graphics processor; with one the processor has next to nothing to do in either.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    const QApplication application(argc, argv);
    ui::allowOnly({});
    const QTemporaryDir folder;
    if (!writeTiles(QDir(folder.path()))) {
        std::fprintf(stderr, "the peer's tiles cannot be written\n");
        return 1;
    }
    bench::print(u"map_pan_cpu_ms_per_frame"_s, ours(), u"ms"_s, frames);
    bench::printPeer(u"map_pan_cpu_ms_per_frame"_s, stock(QDir(folder.path()), folder.filePath(u"cache"_s)), u"ms"_s,
                     u"Qt's osm plug-in, the same tiles as files"_s);
    return 0;
}
