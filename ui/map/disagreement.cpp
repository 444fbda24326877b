// SPDX-License-Identifier: Apache-2.0
#include "ui/map/disagreement.h"

#include "ui/map/fixtext.h"

#include <cmath>
#include <QGeoCoordinate>

namespace knock::ui {

using namespace std::chrono;

namespace {

// A source that states no radius means a spot, and may be wrong about it by the length of a street.
constexpr Metres unstated{100};
// Of two that were measured at different times a car may have driven between them; within the grace nobody has.
constexpr seconds grace = 60s;
constexpr MetresPerSecond fastest{30};

/// The circle that holds the caller with 95 %, where a source is less sure of a smaller one (two equal normal errors).
double radiusOf(const Fix &fix)
{
    constexpr double sure = 95;
    if (fix.radius <= Metres{0})
        return unstated.value;
    const double confidence = fix.confidence ? std::clamp(fix.confidence->value, 1.0, sure) : sure;
    return fix.radius.value * std::sqrt(std::log(1 - sure / 100) / std::log(1 - confidence / 100));
}

double lengthBetween(const Fix &one, const Fix &other)
{
    return QGeoCoordinate(one.latitude, one.longitude).distanceTo({other.latitude, other.longitude});
}

/// Between the circles; negative where they meet.
double gapBetween(const Fix &one, const Fix &other)
{
    const auto between = abs(one.at - other.at);
    const double driven = between > grace ? fastest.value * duration<double>(between - grace).count() : 0;
    return lengthBetween(one, other) - radiusOf(one) - radiusOf(other) - driven;
}

} // namespace

std::optional<Disagreement> Disagreement::among(const std::vector<Fix> &newest)
{
    std::optional<Disagreement> widest;
    double gap = 0;
    for (size_t i = 0; i < newest.size(); ++i) {
        for (size_t j = i + 1; j < newest.size(); ++j) {
            const Fix &one = newest.at(i);
            const Fix &other = newest.at(j);
            if (gapBetween(one, other) <= gap)
                continue;
            gap = gapBetween(one, other);
            widest.emplace();
            widest->m_one = one;
            widest->m_other = other;
            widest->m_apart = Metres{lengthBetween(one, other)};
        }
    }
    return widest;
}

QString Disagreement::text() const
{
    //: %1 is a distance, %2 and %3 are sources such as "browser" and "AML"
    return tr("Sources differ by %1: %2, %3")
        .arg(FixText::distance(m_apart), FixText::source(m_one.source), FixText::source(m_other.source));
}

} // namespace knock::ui
