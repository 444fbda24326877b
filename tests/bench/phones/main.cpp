// SPDX-License-Identifier: Apache-2.0
// The caller's page on a real browser, the whole service, and a line of known quality between them.
#include "tests/bench/bench.h"
#include "tests/bench/phones/pair.h"
#include "tests/bench/phones/timecode.h"
#include "tests/support/controlroom.h"

#include <cstdio>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QVideoFrame>
#include <QVideoSink>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::bench;
using knock::demonstration::Handset;
using knock::demonstration::Phone;
using knock::test::ControlRoom;
using knock::test::LossyLine;

namespace {

constexpr auto patience = 30s;
constexpr int times = 20;

/// One caller's phone with the link open, before or after the touch.
class Visit
{
public:
    Visit(ControlRoom &room, const Handset &handset = {})
        : m_room(room)
        , m_link(room.invite())
        , m_phone(room.phone(handset))
    {
    }
    ~Visit() { m_room.close(); }

    [[nodiscard]] bool open()
    {
        bool isReady = false;
        QObject::connect(m_phone.get(), &Phone::ready, m_phone.get(), [&isReady] { isReady = true; });
        return m_link.isValid() && m_phone->open(m_link, {35.9997, 124.616431, Metres{9}})
            && QTest::qWaitFor([&isReady] { return isReady; }, patience);
    }

    /// Touches the page; the clock runs from there.
    [[nodiscard]] bool begin()
    {
        m_phone->tap(u"#go"_s, [this](const Result<> &) { m_time.start(); });
        return QTest::qWaitFor([this] { return m_time.isValid(); }, patience);
    }

    [[nodiscard]] std::optional<QJsonValue> value(const QString &expression) { return valueOf(*m_phone, expression); }

    [[nodiscard]] double elapsed() const { return static_cast<double>(m_time.nsecsElapsed()) / 1e6; }

private:
    ControlRoom &m_room;
    QUrl m_link;
    std::unique_ptr<Phone> m_phone;
    QElapsedTimer m_time;
};

/// Notes in usableAt when the button can be touched and the words around it can be read.
constexpr auto usableClock = R"(
    new MutationObserver(() => {
        const button = document.getElementById('go');
        if (!window.usableAt && button && !button.disabled && getComputedStyle(button).visibility === 'visible') {
            window.usableAt = performance.now();
        }
    }).observe(document, {subtree: true, childList: true, attributes: true});)"_L1;

bool measurePage(ControlRoom &room, LossyLine *line)
{
    if (line)
        line->set({.delay = 200ms, .kbitPerSecond = 400});
    std::vector<double> usable;
    double bytes = 0;
    for (int n = 0; n < 5; ++n) {
        Visit visit(room, {.script = usableClock});
        if (!visit.open())
            return false;
        const auto ready
            = visit.value(u"new Promise(done => setInterval(() => window.usableAt && done(usableAt), 50))"_s);
        const auto sum
            = visit.value(u"['navigation', 'resource'].map(kind => performance.getEntriesByType(kind)).flat()"
                          ".reduce((sum, entry) => sum + entry.transferSize, 0)"_s);
        if (!ready || !sum)
            return false;
        bytes = sum->toDouble();
        usable.push_back(ready->toDouble());
    }
    print(u"page_bytes"_s, bytes, u"bytes"_s, usable.size());
    if (line)
        print(u"page_usable_400k"_s, quantile(usable, 0.5), u"ms"_s, usable.size());
    return true;
}

bool measureStart(ControlRoom &room, LossyLine *line)
{
    if (line)
        line->set({});
    std::vector<double> fix;
    std::vector<double> frame;
    for (int n = 0; n < times; ++n) {
        Visit visit(room);
        if (!visit.open() || !visit.begin() || !room.comes<CallerLocated>(patience))
            return false;
        fix.push_back(visit.elapsed());
        const auto isCamera = [](const PermissionDecided &said) { return said.permission == Permission::Camera; };
        if (!room.comes<PermissionDecided>(patience, isCamera))
            return false;
        const double allowed = visit.elapsed();
        if (!room.comes<CameraStarted>(patience))
            return false;
        frame.push_back(visit.elapsed() - allowed);
    }
    for (const double part : {0.5, 0.95}) {
        const int percent = static_cast<int>(100 * part);
        print(u"consent_to_fix_p%1"_s.arg(percent), quantile(fix, part), u"ms"_s, fix.size());
        print(u"camera_to_frame_p%1"_s.arg(percent), quantile(frame, part), u"ms"_s, frame.size());
    }
    return true;
}

/// What comes to a desk.
std::optional<Watched> watch(ControlRoom &room, Visit &visit, Span span)
{
    if (!visit.open() || !visit.begin() || !room.comes<CameraStarted>(patience))
        return {};
    Watched watched;
    QVideoSink sink;
    QDeadlineTimer begin(span.settle);
    QDeadlineTimer end(span.settle + span.time);
    QObject::connect(&sink, &QVideoSink::videoFrameChanged, &sink, [&](const QVideoFrame &picture) {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (!begin.hasExpired() || end.hasExpired())
            return;
        watched.heights.push_back(picture.height());
        if (const auto age = timecode::age(picture.toImage(), now))
            watched.ages.push_back(*age);
    });
    room.backend().showVideo(room.incident(), &sink);
    (void)QTest::qWaitFor([&end] { return end.hasExpired(); }, span.settle + span.time + 5s);
    room.backend().showVideo(room.incident(), nullptr);
    watched.perSecond = static_cast<double>(watched.heights.size()) / static_cast<double>(span.time.count());
    return watched;
}

bool measureGlass(ControlRoom &room, LossyLine *line)
{
    if (line)
        line->set({});
    Visit visit(room, {.script = timecode::camera()});
    const auto watched = watch(room, visit, {.settle = 3s, .time = 10s});
    const auto beside = visit.value(timecode::peer(10s));
    if (!watched || !beside)
        return false;
    std::vector<double> direct;
    for (const QJsonValue &age : QJsonDocument::fromJson(beside->toString().toUtf8())["ages"_L1].toArray())
        direct.push_back(age.toDouble());
    for (const double part : {0.5, 0.95}) {
        const QString name = u"glass_to_screen_p%1"_s.arg(static_cast<int>(100 * part));
        print(name, quantile(watched->ages, part), u"ms"_s, watched->ages.size());
        printPeer(name, quantile(direct, part), u"ms"_s, u"browser to browser"_s);
    }
    return true;
}

/// A line of known quality, and the name of the pictures that come over it in a second.
struct Row {
    QString name;
    LossyLine::Quality quality;
};

std::vector<Row> rows()
{
    std::vector<Row> rows;
    for (const int kbit : {100, 300, 1000})
        rows.push_back({u"uplink%1_fps"_s.arg(kbit), {.delay = 40ms, .kbitPerSecond = kbit}});
    for (const int percent : {0, 1, 5, 10})
        rows.push_back({u"loss%1_fps"_s.arg(percent), {.loss = percent / 100.0, .delay = 40ms}});
    return rows;
}

bool measureLine(ControlRoom &room, LossyLine &line, const Row &row)
{
    constexpr Span span{.settle = 7s, .time = 10s};
    std::optional<Watched> watched;
    {
        line.set(row.quality);
        Visit visit(room, {.script = timecode::camera()});
        watched = watch(room, visit, span);
        line.set({});
    }
    const auto beside = watchPair(room, line, row.quality, span);
    if (!watched || !beside) {
        std::fprintf(stderr, "no figure %s: %s\n", qPrintable(row.name),
                     watched ? "the two browsers do not meet" : "no picture came");
        return false;
    }
    const auto both = [&](const QString &name, double own, double direct, const QString &unit) {
        print(name, own, unit, watched->heights.size());
        printPeer(name, direct, unit, u"browser to browser over the same line"_s);
    };
    both(row.name, watched->perSecond, beside->perSecond, u"pictures/s"_s);
    both(row.name + u"_age_p95"_s, quantile(watched->ages, 0.95), quantile(beside->ages, 0.95), u"ms"_s);
    both(row.name + u"_height_p50"_s, quantile(watched->heights, 0.5), quantile(beside->heights, 0.5), u"lines"_s);
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    auto opened = LossyLine::open();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"*.info=false"_s);
    const QStringList names = QCoreApplication::arguments().mid(1);
    const auto wants = [&names](const QStringList &any) {
        return names.isEmpty() || std::ranges::any_of(any, [&](const QString &name) { return names.contains(name); });
    };
    LossyLine *const line = opened ? opened->get() : nullptr;
    if (!line)
        std::fprintf(stderr, "no figures of bad lines: %s\n", qPrintable(opened.error().detail));

    ControlRoom room(QStringLiteral(KNOCK_RESOURCES), line);
    // All together shall take ten minutes at most, and a row that goes wrong in every way takes two.
    const QDeadlineTimer end(8min);
    bool done = room.open() && (!wants({u"page_bytes"_s, u"page_usable_400k"_s}) || measurePage(room, line))
        && (!wants({u"consent_to_fix_p95"_s, u"camera_to_frame_p95"_s}) || measureStart(room, line))
        && (!wants({u"glass_to_screen_p95"_s}) || measureGlass(room, line));
    for (const Row &row : line ? rows() : std::vector<Row>()) {
        if (!wants({row.name}))
            continue;
        if (end.hasExpired())
            std::fprintf(stderr, "no figure %s: no time is left\n", qPrintable(row.name));
        done = !end.hasExpired() && measureLine(room, *line, row) && done;
    }
    return done ? 0 : 1;
}
