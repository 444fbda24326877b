// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QGeoCoordinate>
#include <QList>

namespace knock::ui {

/// An arrow head on a track.
struct TrackArrow {
    QGeoCoordinate place;
    double heading = 0; ///< degrees clockwise from north
};

/// Arrow heads which show the direction of \a track, evenly spaced to the eye at \a zoom, and never many.
[[nodiscard]] QList<TrackArrow> arrowsAlong(const QList<QGeoCoordinate> &track, double zoom);

} // namespace knock::ui
