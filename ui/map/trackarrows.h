// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
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

/// When the caller was at a place.
struct TrackTime {
    QGeoCoordinate place;
    QDateTime at;
};

/// A few times of a track, so far apart that their words do not lie on each other at \a zoom. \a times are those of the
/// \a track's points.
[[nodiscard]] QList<TrackTime> timesAlong(const QList<QGeoCoordinate> &track, const QList<QDateTime> &times,
                                          double zoom);

} // namespace knock::ui
