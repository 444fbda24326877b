// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/coordinates.h"

#include <array>
#include <cmath>
#include <QtMath>
#include <string_view>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

// Of the ellipsoids WGS 84 and GRS 80, which differ by a tenth of a millimetre.
constexpr double equator = 6378137;
constexpr double thirdFlattening = 1 / (2 * 298.257223563 - 1);

/// A transverse Mercator plane by Krueger's series in the third flattening, as Karney gives it (Transverse Mercator
/// with an accuracy of a few nanometers, 2011, equations 7 to 14 and 35); to the fourth power it is right to a
/// micrometre.
struct Plane {
    double latitude;
    double longitude;
    double scale;
    QPointF origin; ///< the false easting and northing

    [[nodiscard]] QPointF project(const QGeoCoordinate &place) const
    {
        const double start = raw({latitude, longitude}).y();
        return raw(place) + origin - QPointF(0, start);
    }

private:
    [[nodiscard]] QPointF raw(const QGeoCoordinate &place) const
    {
        constexpr double n = thirdFlattening;
        constexpr std::array alpha{n / 2 - 2 * n * n / 3 + 5 * n * n * n / 16 + 41 * n * n * n * n / 180,
                                   13 * n * n / 48 - 3 * n * n * n / 5 + 557 * n * n * n * n / 1440,
                                   61 * n * n * n / 240 - 103 * n * n * n * n / 140, 49561 * n * n * n * n / 161280};
        constexpr double rectifying = equator / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64);
        const double eccentricity = 2 * std::sqrt(n) / (1 + n);
        const double sine = std::sin(qDegreesToRadians(place.latitude()));
        const double east = qDegreesToRadians(place.longitude() - longitude);
        const double t = std::sinh(std::atanh(sine) - eccentricity * std::atanh(eccentricity * sine));
        const double xi = std::atan2(t, std::cos(east));
        const double eta = std::asinh(std::sin(east) / std::hypot(t, std::cos(east)));
        double x = eta;
        double y = xi;
        for (size_t j = 0; j < alpha.size(); ++j) {
            const double k = 2 * double(j + 1);
            x += alpha.at(j) * std::cos(k * xi) * std::sinh(k * eta);
            y += alpha.at(j) * std::sin(k * xi) * std::cosh(k * eta);
        }
        return QPointF(x, y) * (scale * rectifying);
    }
};

int zoneOf(const QGeoCoordinate &place)
{
    const double latitude = place.latitude();
    const double longitude = place.longitude();
    // The grid makes room for Norway and Svalbard.
    if (latitude >= 56 && latitude < 64 && longitude >= 3 && longitude < 12)
        return 32;
    if (latitude >= 72 && longitude >= 0 && longitude < 42)
        return longitude < 9 ? 31 : longitude < 21 ? 33 : longitude < 33 ? 35 : 37;
    return int(std::floor((longitude + 180) / 6)) % 60 + 1;
}

QString degrees(double value, QLatin1StringView signs)
{
    // Whole tenths of a second first: so 59.96 seconds become a minute, not "60.0".
    const qint64 tenths = std::llround(std::abs(value) * 36'000);
    return u"%1°%2'%3.%4\"%5"_s.arg(tenths / 36'000)
        .arg(tenths / 600 % 60, 2, 10, '0'_L1)
        .arg(tenths / 10 % 60, 2, 10, '0'_L1)
        .arg(tenths % 10)
        .arg(signs.at(value < 0 ? 1 : 0));
}

/// Where the Korean plane is used: the land, its islands and the waters between.
bool isKorean(const QGeoCoordinate &place)
{
    return place.latitude() >= 31 && place.latitude() <= 44 && place.longitude() >= 122 && place.longitude() <= 134;
}

int hundreds(double metres) { return int(std::floor(metres / 100'000)); }

QString digits(double metres, int unit, int width)
{
    return u"%1"_s.arg(qint64(std::floor(metres)) % 100'000 / unit, width, 10, '0'_L1);
}

} // namespace

QPointF Coordinates::koreanPlane(const QGeoCoordinate &place)
{
    static const Plane plane{38, 127.5, 0.9996, {1'000'000, 2'000'000}};
    return plane.project(place);
}

QPointF Coordinates::utm(const QGeoCoordinate &place, int zone)
{
    return Plane{0, zone * 6.0 - 183, 0.9996, {500'000, 0}}.project(place);
}

QString Coordinates::decimal(const QGeoCoordinate &place)
{
    return u"%1, %2"_s.arg(place.latitude(), 0, 'f', 6).arg(place.longitude(), 0, 'f', 6);
}

QString Coordinates::sexagesimal(const QGeoCoordinate &place)
{
    return degrees(place.latitude(), "NS"_L1) + u' ' + degrees(place.longitude(), "EW"_L1);
}

QString Coordinates::mgrs(const QGeoCoordinate &place)
{
    if (!place.isValid() || place.latitude() < -80 || place.latitude() > 84)
        return {};
    constexpr auto bands = "CDEFGHJKLMNPQRSTUVWX"_L1;
    constexpr std::array columns{"ABCDEFGH"_L1, "JKLMNPQR"_L1, "STUVWXYZ"_L1};
    constexpr auto rows = "ABCDEFGHJKLMNPQRSTUV"_L1;
    const int zone = zoneOf(place);
    QPointF metres = utm(place, zone);
    if (place.latitude() < 0)
        metres += QPointF(0, 10'000'000);
    const int band = std::min(int(std::floor((place.latitude() + 80) / 8)), int(bands.size()) - 1);
    const int row = (hundreds(metres.y()) + (zone % 2 == 0 ? 5 : 0)) % int(rows.size());
    return u"%1%2 %3%4 %5 %6"_s.arg(zone)
        .arg(bands.at(band))
        .arg(columns.at(size_t((zone - 1) % 3)).at(hundreds(metres.x()) - 1))
        .arg(rows.at(row))
        .arg(digits(metres.x(), 1, 5), digits(metres.y(), 1, 5));
}

QString Coordinates::utmK(const QGeoCoordinate &place)
{
    if (!isKorean(place))
        return {};
    const QPointF metres = koreanPlane(place);
    return u"E %1 N %2"_s.arg(std::llround(metres.x())).arg(std::llround(metres.y()));
}

QString Coordinates::pointNumber(const QGeoCoordinate &place)
{
    constexpr auto letters = std::u16string_view(u"가나다라마바사아");
    if (!isKorean(place))
        return {};
    const QPointF metres = koreanPlane(place);
    const int column = hundreds(metres.x()) - 7;
    const int row = hundreds(metres.y()) - 13;
    if (column < 0 || column >= 7 || row < 0 || row >= 8)
        return {};
    return u"%1%2 %3 %4"_s.arg(QChar(letters.at(size_t(column))))
        .arg(QChar(letters.at(size_t(row))))
        .arg(digits(metres.x(), 10, 4), digits(metres.y(), 10, 4));
}

QList<Coordinates::Form> Coordinates::forms(const QGeoCoordinate &place)
{
    const QList<Form> all{{tr("Decimal"), decimal(place)},
                          {tr("Degrees, minutes, seconds"), sexagesimal(place)},
                          {tr("MGRS"), mgrs(place)},
                          {tr("UTM-K"), utmK(place)},
                          {tr("Point number"), pointNumber(place)}};
    QList<Form> known;
    std::ranges::copy_if(all, std::back_inserter(known), [](const Form &form) { return !form.text.isEmpty(); });
    return known;
}

} // namespace knock::ui
