// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QGeoCoordinate>
#include <QPointF>

namespace knock::ui {

/// The ways in which a place is told to others by number: to a unit, a helicopter, a rescue service.
class Coordinates
{
    Q_DECLARE_TR_FUNCTIONS(Coordinates)
public:
    struct Form {
        QString name;
        QString text;
    };

    /// Every form in which \a place can be told, the commonest first.
    [[nodiscard]] static QList<Form> forms(const QGeoCoordinate &place);

    /// "35.999700, 124.616431", as other programs take it.
    [[nodiscard]] static QString decimal(const QGeoCoordinate &place);
    /// "35°59'58.9\"N 124°36'59.2\"E"
    [[nodiscard]] static QString sexagesimal(const QGeoCoordinate &place);
    /// "51S XV 45691 85123", to the metre; empty near the poles, where the grid ends.
    [[nodiscard]] static QString mgrs(const QGeoCoordinate &place);
    /// "E 953901 N 1952032", the Korean unified plane; empty far from Korea.
    [[nodiscard]] static QString utmK(const QGeoCoordinate &place);
    /// "다사 5390 5203", as the signs on mountains and shores say it; empty far from Korea.
    [[nodiscard]] static QString pointNumber(const QGeoCoordinate &place);

    /// Easting and northing in metres: EPSG:5179, and zone 1 to 60 of UTM north of the equator (EPSG:32601 and on).
    [[nodiscard]] static QPointF koreanPlane(const QGeoCoordinate &place);
    [[nodiscard]] static QPointF utm(const QGeoCoordinate &place, int zone);
};

} // namespace knock::ui
