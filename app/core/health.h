// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

namespace knock {

/// How a part of the service fares. Not an event: it is told at once and not journalled, for the journal may be the
/// part that fails.
struct Health {
    enum class Part {
        Journal,
        Telephony,
        CallerPage,
        TextGateway,
        Media,
        Recording,
        Canary,
        PhoneLocation,
        Cad,
        UnitPage
    };

    Part part = Part::Journal;
    bool well = true;
    Error why; ///< when not well
    bool operator==(const Health &) const = default;
};

} // namespace knock
