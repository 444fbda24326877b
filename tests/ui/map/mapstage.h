// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/fakebackend.h"
#include "tests/support/manualclock.h"
#include "ui/atlas/allowlist.h"
#include "ui/map/mappane.h"

#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QQuickItem>
#include <QQuickWidget>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <optional>
#include <vector>

namespace knock::test {

inline const QColor browserColour(0x18, 0x62, 0xc6);
inline const QColor cellColour(0xa3, 0x4d, 0x00);

/// A map pane in a window on a desk of which the test says every word.
class MapStage
{
public:
    explicit MapStage(const QString &folder = QStringLiteral(KNOCK_MAP_FOLDER))
        : desk(backend)
        , pane(desk, folder, ticker)
    {
        pane.resize(800, 600);
        pane.show();
        // Whatever the fonts: a sixth, by which a key moves it, is a whole number of pixels, and there is a middle one.
        pane.resize(pane.size() + QSize(800, 565) - view()->size());
        pane.activateWindow();
    }

    void ring(IncidentId incident) { backend.tell(CallArrived{incident, QStringLiteral("01012345678"), clock.now()}); }

    void take(IncidentId incident = {1})
    {
        ring(incident);
        desk.select(incident);
    }

    void locate(const Fix &fix, IncidentId incident = {1}) { backend.tell(CallerLocated{incident, fix, clock.now()}); }

    /// Tells the fix of the incident in hand and waits for the frame that shows it.
    [[nodiscard]] bool show(const Fix &fix)
    {
        QSignalSpy shown(&pane, &ui::MapPane::fixShown);
        locate(fix, desk.selected());
        return !shown.isEmpty() || shown.wait();
    }

    /// The training city's motel, now.
    [[nodiscard]] Fix motel(double radius = 12, Fix::Source source = Fix::Source::Browser) const
    {
        Fix fix;
        fix.latitude = 35.999700;
        fix.longitude = 124.616431;
        fix.radius = Metres{radius};
        fix.source = source;
        fix.at = clock.now();
        return fix;
    }

    [[nodiscard]] QQuickWidget *view() const { return pane.findChild<QQuickWidget *>(); }
    [[nodiscard]] QLineEdit *addressLine() const { return pane.findChild<QLineEdit *>(); }
    [[nodiscard]] QPushButton *followButton() const { return pane.findChild<QPushButton *>(); }
    [[nodiscard]] QPoint middle() const { return view()->rect().center(); }
    /// Unlike grab(), which shows the last frame, this draws what has changed since.
    [[nodiscard]] QImage picture() const { return view()->grabFramebuffer(); }
    /// Everything that is drawn.
    [[nodiscard]] std::vector<const QQuickItem *> items() const
    {
        std::vector<const QQuickItem *> all{view()->rootObject()};
        for (size_t i = 0; i < all.size(); ++i) {
            const QList<QQuickItem *> inside = all.at(i)->childItems();
            all.insert(all.end(), inside.begin(), inside.end());
        }
        return all;
    }
    /// Whether every tile in sight has been read, or found missing, by the thread that reads them.
    [[nodiscard]] bool isGroundRead() const
    {
        bool isRead = false;
        for (const QQuickItem *item : items()) {
            if (item->property("source").toString().startsWith(QStringLiteral("image://tiles/"))) {
                constexpr int ready = 1; // Image.Ready
                isRead = true;
                if (item->property("status").toInt() != ready)
                    return false;
            }
        }
        return isRead;
    }

    void promote(Fix::Source source, IncidentId incident = {1})
    {
        backend.tell(FixPromoted{incident, source, {1}, clock.now()});
    }

    ManualClock clock;
    ui::Ticker ticker{clock};
    FakeBackend backend;
    desk::Desk desk;
    ui::MapPane pane;
};

/// Where the dot of \a colour is drawn nearest to \a expected; nowhere when there is none.
inline std::optional<QPointF> dotNear(const QImage &image, QPoint expected, QColor colour)
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

inline int pixelsOf(const QImage &image, QColor colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    }
    return count;
}

/// Lets through what the offscreen platform says of itself.
inline void failOnMapWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
}

} // namespace knock::test

#define COMPARE_DOT(image, expected, colour)                                                                           \
    do {                                                                                                               \
        const auto dot = knock::test::dotNear(image, expected, colour);                                                \
        QVERIFY2(dot, "There is no dot at all");                                                                       \
        QCOMPARE_LE(std::abs(dot->x() - (expected).x()), 2.0);                                                         \
        QCOMPARE_LE(std::abs(dot->y() - (expected).y()), 2.0);                                                         \
    } while (false)
