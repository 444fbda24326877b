// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <QHashFunctions>
#include <QtTypes>

namespace knock {

/// A number that cannot be mistaken for another kind of number. Zero means "none".
template <typename Tag>
struct Id {
    quint64 value = 0;

    [[nodiscard]] bool isValid() const { return value != 0; }
    friend auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

using IncidentId = Id<struct IncidentTag>;
using SeatId = Id<struct SeatTag>; ///< a signed-in workstation
using LineId = Id<struct LineTag>; ///< one telephone call, as long as it lasts
using VisitId = Id<struct VisitTag>; ///< one browser's stay on the caller's page

} // namespace knock
