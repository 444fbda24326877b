// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/location.h"

#include <chrono>
#include <vector>

namespace knock::demonstration {

/// Where a person is at one moment of a walk or drive.
struct Point {
    std::chrono::seconds at{0}; ///< since the beginning
    double latitude = 0;
    double longitude = 0;
    MetresPerSecond speed;
    Degrees course;
    bool operator==(const Point &) const = default;
};

/// The way a simulated caller takes through the training city.
class Track
{
public:
    /// Reads a CSV file with the columns t, lat, lon, speed_mps, course_deg, street, in the order of time.
    [[nodiscard]] static Result<Track> read(const QString &path);

    /// Where the person is \a elapsed after the beginning: the last point that is not later. Before the beginning it is
    /// the first, after the end the last point.
    [[nodiscard]] Point at(std::chrono::seconds elapsed) const;
    [[nodiscard]] std::chrono::seconds length() const { return m_points.back().at; }

private:
    explicit Track(std::vector<Point> points);

    std::vector<Point> m_points; ///< never empty
};

} // namespace knock::demonstration
