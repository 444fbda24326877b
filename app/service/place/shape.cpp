// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace knock::place {

namespace {

/// Metres to the north and to the east of somewhere.
struct Offset {
    double north = 0;
    double east = 0;
};

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// The plane that touches the ellipsoid of WGS 84 at a point.
class Plane
{
public:
    explicit Plane(const Position &origin)
        : m_origin(origin)
    {
        constexpr double equator = 6'378'137; // metres
        constexpr double eccentricity = 0.00669437999014; // squared
        const double sine = std::sin(radians(origin.latitude));
        const double flat = 1 - eccentricity * sine * sine;
        const double meridian = equator * (1 - eccentricity) / std::pow(flat, 1.5);
        const double parallel = equator / std::sqrt(flat) * std::cos(radians(origin.latitude));
        m_metresNorth = radians(meridian);
        m_metresEast = std::max(radians(parallel), 1.0); // at the poles any longitude is right
    }

    [[nodiscard]] Offset offsetOf(const Position &position) const
    {
        return {.north = (position.latitude - m_origin.latitude) * m_metresNorth,
                .east = std::remainder(position.longitude - m_origin.longitude, 360) * m_metresEast};
    }

    [[nodiscard]] Position positionOf(const Offset &offset) const
    {
        return {.latitude = std::clamp(m_origin.latitude + offset.north / m_metresNorth, -90.0, 90.0),
                .longitude = std::remainder(m_origin.longitude + offset.east / m_metresEast, 360)};
    }

private:
    Position m_origin;
    double m_metresNorth = 0; ///< in a degree
    double m_metresEast = 0;
};

// The centre of gravity; that of the corners where they hold no area between them.
Offset centreOf(const std::vector<Offset> &corners)
{
    Offset moment;
    Offset sum;
    double doubleArea = 0;
    for (size_t i = 0; i < corners.size(); ++i) {
        const Offset &one = corners[i];
        const Offset &next = corners[(i + 1) % corners.size()];
        const double cross = one.north * next.east - next.north * one.east;
        doubleArea += cross;
        moment.north += (one.north + next.north) * cross;
        moment.east += (one.east + next.east) * cross;
        sum.north += one.north;
        sum.east += one.east;
    }
    if (std::abs(doubleArea) < 1) { // square metre
        const auto count = static_cast<double>(corners.size());
        return {.north = sum.north / count, .east = sum.east / count};
    }
    return {.north = moment.north / (3 * doubleArea), .east = moment.east / (3 * doubleArea)};
}

} // namespace

// The centre of gravity lies on the bearing in the middle of the band (RFC 7459, 5.1.1 reduces a band likewise); its
// farthest points are the corners, of the outer or of the inner circle.
Circle enclosing(const ArcBand &band)
{
    const double inner = band.innerRadius.value;
    const double outer = band.outerRadius.value;
    const double half = radians(std::clamp(band.openingAngle.value, 0.0, 360.0)) / 2;
    const double spread = half > 0 ? std::sin(half) / half : 1;
    const double mean = outer > 0 ? 2 * (outer * outer + outer * inner + inner * inner) / (3 * (outer + inner)) : 0;
    const double distance = mean * spread;

    const double bearing = radians(band.startAngle.value) + half;
    const Position centre
        = Plane(band.mast).positionOf({.north = distance * std::cos(bearing), .east = distance * std::sin(bearing)});
    const auto corner = [distance, half](double radius) {
        return std::hypot(radius * std::cos(half) - distance, radius * std::sin(half));
    };
    return {.centre = centre, .radius = Metres{std::max(corner(inner), corner(outer))}};
}

Circle enclosing(std::span<const Position> corners)
{
    const Plane plane(corners.front());
    std::vector<Offset> offsets;
    for (const Position &corner : corners) {
        offsets.push_back(plane.offsetOf(corner));
    }
    const Offset centre = centreOf(offsets);
    double radius = 0;
    for (const Offset &corner : offsets) {
        radius = std::max(radius, std::hypot(corner.north - centre.north, corner.east - centre.east));
    }
    return {.centre = plane.positionOf(centre), .radius = Metres{radius}};
}

} // namespace knock::place
