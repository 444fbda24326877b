// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

namespace knock::desk {

/// What became of the last thing that was asked of the phone's camera.
enum class WishOutcome {
    Waiting,
    Done,
    Unsure, ///< pictures come; which camera they come from only the picture tells
    Refused, ///< by the person, or by the phone for them
    Left ///< the page is closed
};

/// Of an incident with a wish.
[[nodiscard]] WishOutcome outcomeOf(const Incident &incident);

} // namespace knock::desk
