// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/pidf.h"

#include "app/service/place/finite.h"
#include "app/service/place/shape.h"

#include <algorithm>
#include <numbers>
#include <QHash>
#include <QSet>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace knock::place {

namespace {

constexpr qsizetype longestDocument = 64 * 1024;
constexpr int deepest = 32;
constexpr size_t mostFixes = 16;
constexpr double farthest = 20'040'000; // metres, halfway around the earth

/// A shape of GML or of RFC 5491 as it is written. The kinds differ in which of this they have.
struct Written {
    qsizetype dimensions = 2;
    std::vector<Position> corners; ///< or the only position
    QHash<QString, double> measures; ///< metres and degrees

    [[nodiscard]] std::optional<Metres> length(const QString &name) const
    {
        const double value = measures.value(name, -1);
        return value >= 0 && value <= farthest ? std::optional(Metres{value}) : std::nullopt;
    }
    [[nodiscard]] std::optional<Degrees> angle(const QString &name) const
    {
        const auto found = measures.find(name);
        return found != measures.end() ? std::optional(Degrees{*found}) : std::nullopt;
    }
};

std::optional<Circle> circleOfRadius(const Written &shape)
{
    const auto radius = shape.length(u"radius"_s);
    return radius ? std::optional(Circle{shape.corners.front(), *radius}) : std::nullopt;
}

std::optional<Circle> circleAroundAxes(const Written &shape)
{
    const auto major = shape.length(u"semiMajorAxis"_s);
    const auto minor = shape.length(u"semiMinorAxis"_s);
    return major && minor ? std::optional(Circle{shape.corners.front(), std::max(*major, *minor)}) : std::nullopt;
}

std::optional<Circle> circleAroundBand(const Written &shape)
{
    const auto inner = shape.length(u"innerRadius"_s);
    const auto outer = shape.length(u"outerRadius"_s);
    const auto start = shape.angle(u"startAngle"_s);
    const auto opening = shape.angle(u"openingAngle"_s);
    if (!inner || !outer || !start || !opening) {
        return std::nullopt;
    }
    return enclosing(ArcBand{shape.corners.front(), *inner, *outer, *start, *opening});
}

std::optional<Circle> circleAroundCorners(const Written &shape)
{
    return shape.corners.size() >= 3 ? std::optional(enclosing(shape.corners)) : std::nullopt;
}

using Reduction = std::optional<Circle> (*)(const Written &);

// On a map, a solid is its shadow.
const QHash<QString, Reduction> &reductions()
{
    static const QHash<QString, Reduction> all{
        {u"Point"_s, [](const Written &shape) { return std::optional(Circle{shape.corners.front(), Metres{0}}); }},
        {u"Circle"_s, circleOfRadius},
        {u"Sphere"_s, circleOfRadius},
        {u"Ellipse"_s, circleAroundAxes},
        {u"Ellipsoid"_s, circleAroundAxes},
        {u"ArcBand"_s, circleAroundBand},
        {u"Polygon"_s, circleAroundCorners},
        {u"Prism"_s, circleAroundCorners}};
    return all;
}

/// Elements are known by their names without the namespace: whoever writes a Circle in a wrong one still means it.
class Document
{
public:
    Document(QByteArrayView xml, const QDateTime &now)
        : m_reader(xml.toByteArray())
        , m_now(now)
    {
    }

    [[nodiscard]] Result<std::vector<Fix>> read();

private:
    /// The order in which they are believed.
    enum Holder { Device, Tuple, Person };

    void enter(QStringView name);
    void leave(QStringView name);
    void readPlace();
    [[nodiscard]] std::optional<Percent> readConfidence();
    [[nodiscard]] std::optional<Circle> readShape(const QString &kind);
    [[nodiscard]] bool readPart(Written &shape);
    [[nodiscard]] bool readPositions(Written &shape);
    [[nodiscard]] bool readMeasure(Written &shape, const QString &name);
    [[nodiscard]] QString readText();

    static std::optional<Holder> holderOf(QStringView name);

    QXmlStreamReader m_reader;
    const QDateTime m_now;
    Holder m_holder = Tuple;
    QDateTime m_at;
    std::vector<Fix> m_held; ///< of the holder that is being read
    std::vector<std::pair<Holder, Fix>> m_fixes;
    bool m_hasUnreadable = false;
};

std::optional<Document::Holder> Document::holderOf(QStringView name)
{
    return name == "device"_L1 ? std::optional(Device)
        : name == "tuple"_L1   ? std::optional(Tuple)
        : name == "person"_L1  ? std::optional(Person)
                               : std::nullopt;
}

Result<std::vector<Fix>> Document::read()
{
    int depth = 0;
    while (!m_reader.atEnd()) {
        switch (m_reader.readNext()) {
        case QXmlStreamReader::DTD:
            return failure(Error::Kind::Malformed, u"a location with a document type"_s);
        case QXmlStreamReader::StartElement:
            if (++depth > deepest) {
                return failure(Error::Kind::Malformed, u"a location nested without end"_s);
            }
            enter(m_reader.name());
            break;
        case QXmlStreamReader::EndElement:
            break;
        default:
            continue;
        }
        // What has been entered may have been read to its end.
        if (m_reader.isEndElement()) {
            --depth;
            leave(m_reader.name());
        }
    }
    if (m_reader.hasError()) {
        return failure(Error::Kind::Malformed, u"a location that is no XML"_s);
    }
    if (m_fixes.empty()) {
        return m_hasUnreadable ? failure(Error::Kind::Malformed, u"a shape that cannot be read"_s)
                               : failure(Error::Kind::NotFound, u"a location without a position"_s);
    }
    std::ranges::stable_sort(m_fixes, {}, &std::pair<Holder, Fix>::first);
    std::vector<Fix> fixes;
    for (const auto &[holder, fix] : m_fixes) {
        fixes.push_back(fix);
    }
    return fixes;
}

void Document::enter(QStringView name)
{
    if (const auto holder = holderOf(name)) {
        m_holder = *holder;
        m_at = {};
        m_held.clear();
    } else if (name == "timestamp"_L1) {
        m_at = QDateTime::fromString(readText(), Qt::ISODateWithMs);
    } else if (name == "location-info"_L1) {
        readPlace();
    }
}

// The time stands after the place, so that the place is whole only at the end of what holds it.
void Document::leave(QStringView name)
{
    if (!holderOf(name)) {
        return;
    }
    for (Fix &fix : m_held) {
        if (m_at.isValid() && m_at <= m_now) {
            fix.at = m_at;
        }
        if (m_fixes.size() < mostFixes) {
            m_fixes.emplace_back(m_holder, fix);
        }
    }
    m_held.clear();
}

void Document::readPlace()
{
    std::vector<Fix> fixes;
    std::optional<Percent> confidence;
    while (m_reader.readNextStartElement()) {
        const QString name = m_reader.name().toString();
        if (name == "confidence"_L1) {
            confidence = readConfidence();
        } else if (!reductions().contains(name)) {
            m_reader.skipCurrentElement();
        } else if (const auto circle = readShape(name)) {
            fixes.push_back({.latitude = circle->centre.latitude,
                             .longitude = circle->centre.longitude,
                             .radius = circle->radius,
                             .source = Fix::Source::Sip,
                             .at = m_now});
        } else {
            m_hasUnreadable = true;
        }
    }
    for (Fix &fix : fixes) {
        fix.confidence = confidence;
    }
    m_held.insert(m_held.end(), fixes.rbegin(), fixes.rend());
}

// RFC 7459, 4.1: one for all shapes of a place. It may be the word "unknown".
std::optional<Percent> Document::readConfidence()
{
    const auto percent = finite(readText());
    return percent && *percent > 0 && *percent <= 100 ? std::optional(Percent{*percent}) : std::nullopt;
}

// Reads to the end of the shape also where it cannot be read, so that what follows can.
std::optional<Circle> Document::readShape(const QString &kind)
{
    const auto system = m_reader.attributes().value("srsName"_L1);
    bool isReadable = system.isEmpty() || system.endsWith("4326"_L1) || system.endsWith("4979"_L1);
    const bool isSolid = kind == "Sphere"_L1 || kind == "Ellipsoid"_L1 || kind == "Prism"_L1;
    Written shape{.dimensions = isSolid || system.endsWith("4979"_L1) ? 3 : 2, .corners = {}, .measures = {}};
    for (int depth = 1; depth > 0 && !m_reader.atEnd();) {
        switch (m_reader.readNext()) {
        case QXmlStreamReader::StartElement:
            ++depth;
            isReadable = readPart(shape) && isReadable;
            depth -= m_reader.isEndElement() ? 1 : 0;
            break;
        case QXmlStreamReader::EndElement:
            --depth;
            break;
        default:
            break;
        }
    }
    return isReadable && !shape.corners.empty() ? reductions().value(kind)(shape) : std::nullopt;
}

// False where the shape is worth nothing without what stands here.
bool Document::readPart(Written &shape)
{
    static const QSet<QString> structure{u"base"_s, u"Polygon"_s, u"exterior"_s, u"LinearRing"_s};
    static const QSet<QString> measures{u"radius"_s,      u"semiMajorAxis"_s, u"semiMinorAxis"_s, u"innerRadius"_s,
                                        u"outerRadius"_s, u"startAngle"_s,    u"openingAngle"_s};
    const QString name = m_reader.name().toString();
    if (structure.contains(name)) {
        return true;
    }
    if (name == "pos"_L1 || name == "posList"_L1) {
        return readPositions(shape);
    }
    if (measures.contains(name)) {
        return readMeasure(shape, name);
    }
    m_reader.skipCurrentElement(); // heights and such
    return true;
}

// Latitude, longitude and maybe a height, whatever the reference system (RFC 5491, 4).
bool Document::readPositions(Written &shape)
{
    const bool isOne = m_reader.name() == "pos"_L1;
    const QList<QStringView> numbers = QStringView(readText()).split(u' ', Qt::SkipEmptyParts);
    const qsizetype dimensions = isOne && numbers.size() == 2 ? 2 : isOne ? 3 : shape.dimensions;
    if (numbers.isEmpty() || numbers.size() % dimensions != 0) {
        return false;
    }
    for (qsizetype i = 0; i < numbers.size(); i += dimensions) {
        const auto latitude = finite(numbers[i]);
        const auto longitude = finite(numbers[i + 1]);
        if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) {
            return false;
        }
        shape.corners.push_back({*latitude, *longitude});
    }
    return true;
}

// Metres are EPSG 9001, radians 9101 and degrees 9102. Feet taken for metres would send help astray.
bool Document::readMeasure(Written &shape, const QString &name)
{
    const QString unit = m_reader.attributes().value("uom"_L1).toString();
    const auto value = finite(readText());
    const bool isAngle = name.endsWith("Angle"_L1);
    const bool isRadian = isAngle && unit.endsWith("9101"_L1);
    if (!value || !(unit.isEmpty() || isRadian || unit.endsWith(isAngle ? "9102"_L1 : "9001"_L1))) {
        return false;
    }
    shape.measures.insert(name, isRadian ? *value * 180 / std::numbers::pi : *value);
    return true;
}

QString Document::readText() { return m_reader.readElementText(QXmlStreamReader::SkipChildElements).simplified(); }

} // namespace

Result<std::vector<Fix>> fixesInPidf(QByteArrayView xml, const QDateTime &now)
{
    if (xml.size() > longestDocument) {
        return failure(Error::Kind::Malformed, u"a location of %1 bytes"_s.arg(xml.size()));
    }
    return Document(xml, now).read();
}

} // namespace knock::place
