// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/command.h"
#include "app/core/role.h"

namespace knock::dispatch {

// What a seat has by the roles of its person. Whoever has several roles has all that each of them gives.
//
//                        CallTaker  Supervisor  Trainer  Administrator  Auditor
// events of incidents        x          x          -           -           -
// pictures and voices        x          x          -           -           -
// look up a closed record    x          x          -           -           x
// other commands             x          x          -           -           -
// read the audit             -          -          -           -           x
// take a bundle away         -          x          -           -           x
//
// Simulated calls, which trainers lead, are not incidents of this service.

/// Whether it may see what becomes true of callers, and hear and watch them.
[[nodiscard]] bool maySeeCallers(const Roles &roles);
[[nodiscard]] bool mayAsk(const Roles &roles, const Command &command);
[[nodiscard]] bool mayReadAudit(const Roles &roles);
[[nodiscard]] bool mayExport(const Roles &roles);

} // namespace knock::dispatch
