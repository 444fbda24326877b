// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QChar>
#include <QDateTime>
#include <vector>

namespace knock {

/// The ways a key press can reach us.
enum class Carrier {
    Event, ///< RTP telephone-event (RFC 4733)
    Info, ///< SIP INFO with application/dtmf-relay or application/dtmf
    Tone ///< the two tones in the sound itself (ITU-T Q.23)
};

/// Decibels below the loudest tone a digital line carries, as the carrier states or the detector measures it.
struct Dbm0 {
    double value = 0;
    friend auto operator<=>(const Dbm0 &, const Dbm0 &) = default;
};

/// One finger on one key, whatever brought it here.
struct Press {
    quint64 number = 0; ///< on its line, from 1
    QChar key; ///< 0-9 * # A-D
    std::vector<Carrier> carriers; ///< in the order in which they came
    std::optional<Dbm0> level; ///< of the first carrier that states one
    bool prompted = false; ///< inside an answer window
    QDateTime at;
    bool operator==(const Press &) const = default;
};

} // namespace knock
