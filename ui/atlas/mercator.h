// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QGeoCoordinate>
#include <QPointF>

/// The projection of web maps: at zoom level z the world is a square of 256 * 2^z pixels, counted from the north-west.
namespace knock::ui::mercator {

inline constexpr int tileSize = 256;

[[nodiscard]] QPointF pixelOf(const QGeoCoordinate &place, double zoom);
[[nodiscard]] double metresPerPixel(double latitude, double zoom);

} // namespace knock::ui::mercator
