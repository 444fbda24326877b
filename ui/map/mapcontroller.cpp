// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mapcontroller.h"

#include "app/core/logging.h"
#include "ui/atlas/coordinates.h"
#include "ui/atlas/mercator.h"
#include "ui/map/fixtext.h"
#include "ui/map/trackarrows.h"

#include <cmath>
#include <QClipboard>
#include <QDir>
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
    , m_units(QDir(folder).filePath(u"units.geojson"_s))
    , m_addresses(folder)
{
    if (!m_read)
        qCWarning(lcUi).noquote() << "There is no map:" << m_read.error().detail;
    connect(&desk, &desk::Desk::selectionChanged, this, &MapController::readDesk);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident, const Event &event) {
        const bool isPlace = std::holds_alternative<CallerLocated>(event) || std::holds_alternative<FixPromoted>(event);
        if (incident == m_desk.selected() && isPlace)
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

QString MapController::warning() const
{
    if (!m_disagreement)
        return {};
    const auto lead = m_fixes.lead();
    if (!lead || !m_fixes.isChosen(lead->source))
        return m_disagreement->text() + u". "_s + tr("None is chosen yet.");
    //: %1 is a source such as "browser"
    return m_disagreement->text() + u". "_s + tr("Chosen: %1.").arg(FixText::source(lead->source));
}

QList<QGeoCoordinate> MapController::gap() const
{
    if (!m_disagreement)
        return {};
    return {placeOf(m_disagreement->one()), placeOf(m_disagreement->other())};
}

void MapController::retranslate()
{
    ++m_language;
    m_fixes.retranslate();
    Q_EMIT changed();
}

std::vector<AddressBook::Place> MapController::search(const QString &words) const
{
    const auto lead = m_fixes.lead();
    return m_addresses.search(words, lead ? placeOf(*lead) : m_centre);
}

void MapController::show(const QGeoCoordinate &place)
{
    handPanned();
    m_found = place;
    Q_EMIT foundChanged();
    Q_EMIT lookAt(place, std::max(m_zoom, double(std::min(streetZoom, m_facts.lastZoom))));
}

void MapController::unmark()
{
    m_found = {};
    Q_EMIT foundChanged();
}

QGeoCoordinate MapController::measuredFrom() const
{
    const auto lead = m_fixes.lead();
    return m_measuring && lead ? placeOf(*lead) : QGeoCoordinate();
}

void MapController::measure(bool measuring)
{
    m_measuring = measuring && m_fixes.lead();
    Q_EMIT changed();
}

QString MapController::measuredTo(const QGeoCoordinate &place) const
{
    const QGeoCoordinate from = measuredFrom();
    if (!from.isValid())
        return {};
    const QString way = FixText::way(Metres{from.distanceTo(place)}, from.azimuthTo(place));
    return m_fixes.lead()->isArea() ? tr("From the middle of the area: %1").arg(way)
                                    : tr("From the caller: %1").arg(way);
}

void MapController::promote(int source)
{
    const Incident *incident = m_desk.current();
    if (incident && incident->isOpen())
        m_desk.send(PromoteFix{incident->id, static_cast<Fix::Source>(source)});
}

void MapController::setTextScale(double scale)
{
    if (std::exchange(m_textScale, scale) != scale)
        Q_EMIT textScaleChanged();
}

void MapController::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT darkChanged();
}

void MapController::tick()
{
    m_fixes.setNow(m_clock.now());
    m_units.refresh();
}

void MapController::readDesk()
{
    readFixes();
    m_moved = false;
    setFollowing(true);
    place();
    Q_EMIT changed();
}

void MapController::readFixes()
{
    const Incident *incident = m_desk.current();
    if (incident)
        m_fixes.setFixes(incident->fixes, m_clock.now(), incident->promoted);
    else
        m_fixes.setFixes({}, m_clock.now());
    m_disagreement = Disagreement::among(m_fixes.newest());
    const auto lead = m_fixes.lead();
    m_nearest = lead && !lead->isArea() ? m_addresses.nearest(placeOf(*lead)) : std::nullopt;
    updateMarks();
}

void MapController::takeFix()
{
    const bool first = !m_fixes.lead();
    const bool agreed = !m_disagreement;
    readFixes();
    const auto lead = m_fixes.lead();
    if (first)
        place();
    else if (m_following && lead)
        // Further away when the circle would not fit, but never closer by itself. Both sides of a new disagreement are
        // shown once; a hand that then comes closer is left alone.
        Q_EMIT lookAt(placeOf(*lead), std::min(m_zoom, agreed && m_disagreement ? zoomForStart() : zoomFor(*lead)));
    Q_EMIT changed();
}

void MapController::place()
{
    if (m_size.isEmpty())
        return;
    if (const auto lead = m_fixes.lead())
        Q_EMIT lookAt(placeOf(*lead), zoomForStart());
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
    m_centre = centre;
    m_tiles.setView(centre, zoom, size);
    m_units.setView(centre, zoom, size);
    if (zoomed)
        updateMarks();
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
        QGuiApplication::clipboard()->setText(Coordinates::decimal(placeOf(*lead)));
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

void MapController::updateMarks()
{
    QList<MarkModel::Mark> arrows;
    QList<MarkModel::Mark> times;
    for (int number = 0; number < m_fixes.rowCount(); ++number) {
        const auto source = Fix::Source(number);
        const QList<QGeoCoordinate> track = m_fixes.track(source);
        for (const TrackArrow &arrow : arrowsAlong(track, m_zoom))
            arrows.append({arrow.place, arrow.heading, {}});
        for (const TrackTime &time : timesAlong(track, m_fixes.times(source), m_zoom))
            times.append({time.place, 0, time.at.toLocalTime().toString(u"HH:mm:ss"_s)});
    }
    m_arrows.setMarks(arrows);
    m_times.setMarks(times);
}

double MapController::zoomForStart() const
{
    Fix lead = *m_fixes.lead();
    if (m_disagreement && !m_fixes.isChosen(lead.source))
        lead.radius = std::max(lead.radius, m_disagreement->apart());
    return zoomFor(lead);
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
