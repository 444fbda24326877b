// SPDX-License-Identifier: Apache-2.0
// The caller's page on a real browser, the whole service, and a line of known quality between them.
#include "tests/bench/bench.h"
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

constexpr auto patience = 60s;
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

    [[nodiscard]] std::optional<QJsonValue> value(const QString &expression)
    {
        std::optional<Result<QJsonValue>> answer;
        m_phone->evaluate(expression, [&answer](const Result<QJsonValue> &is) { answer = is; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, patience) || !*answer)
            return {};
        return **answer;
    }

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

/// Pictures as they come to a desk: how old, and how many.
struct Watched {
    std::vector<double> ages;
    double perSecond = 0;
};

std::optional<Watched> watch(ControlRoom &room, Visit &visit, std::chrono::seconds settle, std::chrono::seconds time)
{
    if (!visit.open() || !visit.begin() || !room.comes<CameraStarted>(patience))
        return {};
    Watched watched;
    QVideoSink sink;
    QDeadlineTimer begin(settle);
    QDeadlineTimer end(settle + time);
    int pictures = 0;
    QObject::connect(&sink, &QVideoSink::videoFrameChanged, &sink, [&](const QVideoFrame &picture) {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (!begin.hasExpired() || end.hasExpired())
            return;
        ++pictures;
        if (const auto age = timecode::age(picture.toImage(), now))
            watched.ages.push_back(*age);
    });
    room.backend().showVideo(room.incident(), &sink);
    (void)QTest::qWaitFor([&end] { return end.hasExpired(); }, settle + time + 5s);
    room.backend().showVideo(room.incident(), nullptr);
    watched.perSecond = static_cast<double>(pictures) / static_cast<double>(time.count());
    return watched;
}

bool measureGlass(ControlRoom &room, LossyLine *line)
{
    if (line)
        line->set({});
    Visit visit(room, {.script = timecode::camera()});
    const auto watched = watch(room, visit, 3s, 10s);
    const auto beside = visit.value(timecode::peer());
    if (!watched || !beside)
        return false;
    std::vector<double> direct;
    for (const QJsonValue &delay : QJsonDocument::fromJson(beside->toString().toUtf8()).array())
        direct.push_back(delay.toDouble());
    for (const double part : {0.5, 0.95}) {
        const QString name = u"glass_to_screen_p%1"_s.arg(static_cast<int>(100 * part));
        print(name, quantile(watched->ages, part), u"ms"_s, watched->ages.size());
        printPeer(name, quantile(direct, part), u"ms"_s, u"browser to browser"_s);
    }
    return true;
}

bool measureLine(ControlRoom &room, LossyLine &line, const QString &name, const LossyLine::Quality &quality)
{
    line.set(quality);
    Visit visit(room, {.script = timecode::camera()});
    const auto watched = watch(room, visit, 8s, 20s);
    line.set({});
    if (!watched)
        return false;
    print(name, watched->perSecond, u"pictures/s"_s, watched->ages.size());
    print(name + u"_age_p95"_s, quantile(watched->ages, 0.95), u"ms"_s, watched->ages.size());
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
    const auto uplink = [&](int kbit) { return LossyLine::Quality{.delay = 40ms, .kbitPerSecond = kbit}; };
    const bool done = room.open() && (!wants({u"page_bytes"_s, u"page_usable_400k"_s}) || measurePage(room, line))
        && (!wants({u"consent_to_fix_p95"_s, u"camera_to_frame_p95"_s}) || measureStart(room, line))
        && (!wants({u"glass_to_screen_p95"_s}) || measureGlass(room, line))
        && (!line || !wants({u"loss5_fps"_s})
            || (measureLine(room, *line, u"loss5_fps"_s, {.loss = 0.05, .delay = 40ms})
                && measureLine(room, *line, u"loss10_fps"_s, {.loss = 0.10, .delay = 40ms})))
        && (!line || !wants({u"uplink300_fps"_s})
            || (measureLine(room, *line, u"uplink100_fps"_s, uplink(100))
                && measureLine(room, *line, u"uplink300_fps"_s, uplink(300))
                && measureLine(room, *line, u"uplink1000_fps"_s, uplink(1000))));
    return done ? 0 : 1;
}
