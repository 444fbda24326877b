// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QDateTime>

namespace knock {

struct Metres {
    double value = 0;
    friend auto operator<=>(const Metres &, const Metres &) = default;
};

struct MetresPerSecond {
    double value = 0;
    friend auto operator<=>(const MetresPerSecond &, const MetresPerSecond &) = default;
};

/// Degrees clockwise from true north.
struct Degrees {
    double value = 0;
    friend auto operator<=>(const Degrees &, const Degrees &) = default;
};

struct Percent {
    double value = 0;
    friend auto operator<=>(const Percent &, const Percent &) = default;
};

/// One location reading, WGS 84.
struct Fix {
    /// Where it came from; each source keeps its own symbol on the map and never overwrites another.
    enum class Source { Browser, Cell, Sip, Aml, Typed };

    double latitude = 0;
    double longitude = 0;
    Metres radius; ///< of the circle that holds the caller, as the source states it; 0 where it states none
    Source source = Source::Browser;
    QDateTime at; ///< when it was measured, by the clock of the source
    /// That the caller is in the circle, as the source states it. Where it states nothing, 95 % is meant.
    std::optional<Percent> confidence = {};
    std::optional<MetresPerSecond> speed = {};
    std::optional<Degrees> heading = {};
    bool operator==(const Fix &) const = default;

    /// False for a reading no map can show: out of range, not a number, no time.
    [[nodiscard]] bool isValid() const;
    /// More than 100 m is a neighbourhood, not a place: drawn as an area, never as a pin.
    [[nodiscard]] bool isArea() const { return radius > Metres{100}; }
};

} // namespace knock
