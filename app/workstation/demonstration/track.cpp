// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/track.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::demonstration {

namespace {

constexpr qint64 largestFile = 4'000'000;
constexpr qsizetype numberColumns = 5;

std::optional<Point> pointFrom(const QByteArray &line)
{
    const QList<QByteArray> fields = line.split(',');
    if (fields.size() < numberColumns)
        return {};
    std::array<double, numberColumns> numbers{};
    for (qsizetype i = 0; i < numberColumns; ++i) {
        bool isNumber = false;
        const double number = fields.at(i).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(number))
            return {};
        numbers[std::size_t(i)] = number;
    }
    const auto [seconds, latitude, longitude, speed, course] = numbers;
    const bool isOnEarth = std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
    if (!isOnEarth || seconds < 0 || seconds > 86'400)
        return {};
    return Point{std::chrono::seconds(std::lround(seconds)), latitude, longitude, {speed}, {course}};
}

} // namespace

Track::Track(std::vector<Point> points)
    : m_points(std::move(points))
{
}

Result<Track> Track::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, file.errorString());
    const QList<QByteArray> lines = file.read(largestFile).split('\n');
    if (!lines.first().startsWith("t,lat,lon,speed_mps,course_deg"))
        return failure(Error::Kind::Malformed, u"A track begins with its column names."_s);

    std::vector<Point> points;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray line = lines.at(i).trimmed();
        if (line.isEmpty())
            continue;
        const std::optional<Point> point = pointFrom(line);
        if (!point || (!points.empty() && point->at <= points.back().at))
            return failure(Error::Kind::Malformed, u"Line %1 of the track is no later point."_s.arg(i + 1));
        points.push_back(*point);
    }
    if (points.empty())
        return failure(Error::Kind::Malformed, u"The track has no points."_s);
    return Track(std::move(points));
}

Point Track::at(std::chrono::seconds elapsed) const
{
    const auto later = std::ranges::upper_bound(m_points, elapsed, {}, &Point::at);
    return later == m_points.begin() ? m_points.front() : *std::prev(later);
}

} // namespace knock::demonstration
