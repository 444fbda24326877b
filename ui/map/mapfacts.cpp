// SPDX-License-Identifier: Apache-2.0
#include "ui/map/mapfacts.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 64 * 1024;
constexpr qsizetype longestText = 200;
constexpr int deepestZoom = 20;

} // namespace

Result<MapFacts> MapFacts::read(const QString &folder)
{
    QFile file(QDir(folder).filePath(u"map.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::NotFound, u"no map.json"_s);
    const QJsonObject facts = QJsonDocument::fromJson(file.read(largestFile)).object();
    const QJsonArray corners = facts["bounds"_L1].toArray();
    const QJsonArray zooms = facts["zooms"_L1].toArray();
    if (corners.size() != 4 || zooms.size() != 2)
        return failure(Error::Kind::Malformed, u"map.json without bounds or zooms"_s);

    MapFacts map;
    const QGeoCoordinate northWest(corners.at(3).toDouble(), corners.at(0).toDouble());
    const QGeoCoordinate southEast(corners.at(1).toDouble(), corners.at(2).toDouble());
    map.bounds = QGeoRectangle(northWest, southEast);
    map.firstZoom = zooms.at(0).toInt(-1);
    map.lastZoom = zooms.at(1).toInt(-1);
    if (!map.bounds.isValid() || map.bounds.isEmpty() || map.firstZoom < 0 || map.lastZoom < map.firstZoom
        || map.lastZoom > deepestZoom)
        return failure(Error::Kind::Malformed, u"map.json with impossible bounds or zooms"_s);
    map.name = facts["name"_L1].toString().left(longestText);
    map.attribution = facts["attribution"_L1].toString().left(longestText);
    return map;
}

} // namespace knock::ui
