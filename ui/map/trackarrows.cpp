// SPDX-License-Identifier: Apache-2.0
#include "ui/map/trackarrows.h"

#include "ui/map/mercator.h"

#include <algorithm>

namespace knock::ui {

namespace {

constexpr double pixelsBetween = 80;
constexpr double mostArrows = 24;

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

} // namespace knock::ui
