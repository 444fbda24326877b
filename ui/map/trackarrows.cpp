// SPDX-License-Identifier: Apache-2.0
#include "ui/map/trackarrows.h"

#include "ui/atlas/mercator.h"

#include <algorithm>
#include <cmath>

namespace knock::ui {

namespace {

constexpr double pixelsBetween = 80;
constexpr double mostArrows = 24;
constexpr double pixelsBetweenTimes = 110;
constexpr qsizetype mostTimes = 12;

double lengthOf(const QList<QGeoCoordinate> &track)
{
    double length = 0;
    for (qsizetype i = 1; i < track.size(); ++i)
        length += track.at(i - 1).distanceTo(track.at(i));
    return length;
}

} // namespace

QList<TrackArrow> arrowsAlong(const QList<QGeoCoordinate> &track, double zoom)
{
    if (track.size() < 2)
        return {};
    const double wanted = pixelsBetween * mercator::metresPerPixel(track.first().latitude(), zoom);
    const double spacing = std::max(wanted, lengthOf(track) / mostArrows);
    QList<TrackArrow> arrows;
    double toNext = spacing / 2;
    for (qsizetype i = 1; i < track.size(); ++i) {
        const QGeoCoordinate &from = track.at(i - 1);
        const double step = from.distanceTo(track.at(i));
        const double heading = from.azimuthTo(track.at(i));
        double walked = 0;
        while (step - walked >= toNext && double(arrows.size()) < mostArrows) {
            walked += toNext;
            toNext = spacing;
            arrows.append({from.atDistanceAndAzimuth(walked, heading), heading});
        }
        toNext -= step - walked;
    }
    return arrows;
}

QList<TrackTime> timesAlong(const QList<QGeoCoordinate> &track, const QList<QDateTime> &times, double zoom)
{
    QList<TrackTime> told;
    if (track.size() < 2)
        return told;
    const auto isFar = [zoom](const QGeoCoordinate &one, const QGeoCoordinate &other) {
        const QPointF way = mercator::pixelOf(one, zoom) - mercator::pixelOf(other, zoom);
        return std::hypot(way.x(), way.y()) >= pixelsBetweenTimes;
    };
    // From the newest back, for the last minutes matter most; the end itself has its symbol.
    for (qsizetype i = track.size() - 2; i >= 0 && told.size() < mostTimes; --i) {
        const QGeoCoordinate &place = track.at(i);
        const bool isFree = std::ranges::all_of(told, [&](const TrackTime &time) { return isFar(place, time.place); });
        if (isFree && isFar(place, track.last()))
            told.append({place, times.at(i)});
    }
    return told;
}

} // namespace knock::ui
