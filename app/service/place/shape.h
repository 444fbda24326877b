// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/location.h"

#include <span>

namespace knock::place {

/// A point on WGS 84, in degrees.
struct Position {
    double latitude = 0;
    double longitude = 0;
    bool operator==(const Position &) const = default;
};

/// What every shape is reduced to: the centre of the shape, and the smallest circle around that centre which holds
/// all of the shape. It may say too much, as for a long ellipse, but never too little. A radius of 0 is not known.
struct Circle {
    Position centre;
    Metres radius;
};

/// What lies between two circles and two bearings (RFC 5491, 5.2.5): the reach of one sector of a radio mast.
struct ArcBand {
    Position mast;
    Metres innerRadius;
    Metres outerRadius;
    Degrees startAngle; ///< a bearing
    Degrees openingAngle; ///< from there, clockwise
};

[[nodiscard]] Circle enclosing(const ArcBand &band);

/// A polygon, by its corners in order; the last may repeat the first. There must be one corner at least. Reckons on
/// the plane that touches the earth there, which is exact enough for anything smaller than a country.
[[nodiscard]] Circle enclosing(std::span<const Position> corners);

} // namespace knock::place
