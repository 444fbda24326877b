// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"
#include "app/core/press.h"

#include <chrono>

namespace knock {

/// How a caller's line sounds, five times a second. Not an event: it is shown at once and not journalled.
struct LineSound {
    /// What a detector takes the sound for: hints for a person to listen to, never verdicts.
    enum class Mark { Speech, Breath, Knocking };

    IncidentId incident;
    Dbm0 level{-120}; ///< the loudest 20 ms of the last fifth of a second
    std::chrono::milliseconds silence{0}; ///< since anything was above the noise of the line
    std::vector<Mark> marks; ///< of this fifth of a second
    bool operator==(const LineSound &) const = default;
};

} // namespace knock
