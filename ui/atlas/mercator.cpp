// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/mercator.h"

#include <algorithm>
#include <QtMath>

namespace knock::ui::mercator {

namespace {

// The square ends here; beyond, the projection runs to infinity.
constexpr double northEnd = 85.0511;
constexpr double equatorMetresPerPixel = 156'543.033928;

} // namespace

QPointF pixelOf(const QGeoCoordinate &place, double zoom)
{
    const double world = tileSize * std::exp2(zoom);
    const double latitude = qDegreesToRadians(std::clamp(place.latitude(), -northEnd, northEnd));
    return {(place.longitude() + 180) / 360 * world, (1 - std::asinh(std::tan(latitude)) / M_PI) / 2 * world};
}

double metresPerPixel(double latitude, double zoom)
{
    return equatorMetresPerPixel * std::cos(qDegreesToRadians(latitude)) / std::exp2(zoom);
}

} // namespace knock::ui::mercator
