// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mapcontroller.h"

#include "app/core/logging.h"
#include "ui/map/fixtext.h"
#include "ui/map/mercator.h"
#include "ui/map/trackarrows.h"

#include <cmath>
#include <QClipboard>
#include <QGuiApplication>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

// A street with its house entrances fits the pane at this level.
constexpr int streetZoom = 17;
// Beyond the last drawn level pictures are blown up, up to this much.
constexpr int blownUp = 2;
constexpr double widestScaleBar = 110;

/// Without a map the fixes are still shown, on a neutral ground: that of Korea.
MapFacts noMap()
{
    return {.name = {},
            .bounds = QGeoRectangle(QGeoCoordinate(38.7, 124.5), QGeoCoordinate(33, 131)),
            .firstZoom = 6,
            .lastZoom = streetZoom,
            .attribution = {}};
}

QGeoCoordinate placeOf(const Fix &fix) { return {fix.latitude, fix.longitude}; }

} // namespace

MapController::MapController(desk::Desk &desk, const QString &folder, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_read(MapFacts::read(folder))
    , m_facts(m_read.value_or(noMap()))
    , m_tiles(m_facts.firstZoom, m_facts.lastZoom)
{
    if (!m_read)
        qCWarning(lcUi).noquote() << "There is no map:" << m_read.error().detail;
    connect(&desk, &desk::Desk::selectionChanged, this, &MapController::readDesk);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident, const Event &event) {
        if (incident == m_desk.selected() && std::holds_alternative<CallerLocated>(event))
            takeFix();
    });
    readDesk();
}

int MapController::closestZoom() const { return m_facts.lastZoom + blownUp; }

QString MapController::notice() const
{
    if (!m_read)
        return tr("There is no map here. To make one from an extract: knock map import FILE");
    const auto lead = m_fixes.lead();
    if (lead && !m_facts.bounds.contains(placeOf(*lead)))
        return tr("The caller is outside of the map %1.").arg(m_facts.name);
    return {};
}

void MapController::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT darkChanged();
}

void MapController::tick() { m_fixes.setNow(m_clock.now()); }

void MapController::readDesk()
{
    const Incident *incident = m_desk.current();
    m_fixes.setFixes(incident ? incident->fixes : std::vector<Fix>{}, m_clock.now());
    m_moved = false;
    setFollowing(true);
    updateArrows();
    place();
    Q_EMIT changed();
}

void MapController::takeFix()
{
    const bool first = !m_fixes.lead();
    m_fixes.setFixes(m_desk.current()->fixes, m_clock.now());
    updateArrows();
    const auto lead = m_fixes.lead();
    if (first)
        place();
    else if (m_following && lead)
        // Further away when the circle would not fit, but never closer by itself.
        Q_EMIT lookAt(placeOf(*lead), std::min(m_zoom, zoomFor(*lead)));
    Q_EMIT changed();
}

void MapController::place()
{
    if (m_size.isEmpty())
        return;
    if (const auto lead = m_fixes.lead())
        Q_EMIT lookAt(placeOf(*lead), zoomFor(*lead));
    else
        Q_EMIT lookAt(m_facts.bounds.center(), zoomForAll());
}

void MapController::setView(const QGeoCoordinate &centre, double zoom, double width, double height)
{
    const QSizeF size(width, height);
    const bool resized = size != m_size;
    const bool zoomed = !qFuzzyCompare(zoom, m_zoom);
    m_size = size;
    m_zoom = zoom;
    m_tiles.setView(centre, zoom, size);
    if (zoomed)
        updateArrows();
    if (resized && !m_moved)
        place();
}

void MapController::handPanned()
{
    m_moved = true;
    // Before there is a fix, a hand that looks around does not refuse to be shown the first one.
    if (m_fixes.lead())
        setFollowing(false);
}

void MapController::toggleFollowing()
{
    setFollowing(!m_following);
    if (const auto lead = m_fixes.lead(); lead && m_following)
        Q_EMIT lookAt(placeOf(*lead), std::min(m_zoom, zoomFor(*lead)));
}

void MapController::showAll()
{
    handPanned();
    Q_EMIT lookAt(m_facts.bounds.center(), zoomForAll());
}

void MapController::setFollowing(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged();
}

void MapController::copyPlace() const
{
    if (const auto lead = m_fixes.lead())
        QGuiApplication::clipboard()->setText(FixText::coordinates(*lead));
}

QGeoCoordinate MapController::within(const QGeoCoordinate &centre) const
{
    QGeoRectangle area = m_facts.bounds;
    for (const Fix &fix : m_fixes.newest())
        area.extendRectangle(placeOf(fix));
    return {std::clamp(centre.latitude(), area.bottomRight().latitude(), area.topLeft().latitude()),
            std::clamp(centre.longitude(), area.topLeft().longitude(), area.bottomRight().longitude())};
}

QVariantMap MapController::scaleBar(double latitude, double zoom) const
{
    const double pixel = mercator::metresPerPixel(latitude, zoom);
    const double most = widestScaleBar * pixel;
    const double power = std::pow(10, std::floor(std::log10(most)));
    double metres = power;
    for (const double step : {2.0, 5.0}) {
        if (step * power <= most)
            metres = step * power;
    }
    return {{u"width"_s, metres / pixel}, {u"text"_s, FixText::distance(Metres{metres})}};
}

void MapController::updateArrows()
{
    QVariantList arrows;
    for (int source = 0; source < m_fixes.rowCount(); ++source) {
        const QList<QGeoCoordinate> track = m_fixes.track(Fix::Source(source));
        if (track.isEmpty())
            continue;
        for (const TrackArrow &arrow : arrowsAlong(track, m_zoom))
            arrows.append(QVariantMap{
                {u"place"_s, QVariant::fromValue(arrow.place)}, {u"heading"_s, arrow.heading}, {u"source"_s, source}});
    }
    if (arrows == m_arrows)
        return;
    m_arrows = arrows;
    Q_EMIT arrowsChanged();
}

double MapController::zoomFor(const Fix &fix) const
{
    const int closest = std::min(streetZoom, m_facts.lastZoom);
    if (fix.radius <= Metres{0} || m_size.isEmpty())
        return closest;
    const double pixels = std::min(m_size.width(), m_size.height()) * 0.42;
    const double fits = std::log2(mercator::metresPerPixel(fix.latitude, 0) * pixels / fix.radius.value);
    return std::clamp(int(std::floor(fits)), m_facts.firstZoom, closest);
}

double MapController::zoomForAll() const
{
    const QPointF topLeft = mercator::pixelOf(m_facts.bounds.topLeft(), 0);
    const QPointF extent = mercator::pixelOf(m_facts.bounds.bottomRight(), 0) - topLeft;
    const double fits = std::log2(std::min(m_size.width() / extent.x(), m_size.height() / extent.y()));
    return std::clamp(int(std::floor(fits)), m_facts.firstZoom, m_facts.lastZoom);
}

} // namespace knock::ui
