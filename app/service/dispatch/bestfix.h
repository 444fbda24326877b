// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

namespace knock::dispatch {

/// What says best where the caller is: the newest reading of the source that a person believes most, or else the
/// newest of all. Null while nothing is known.
[[nodiscard]] const Fix *bestFix(const Incident &incident);

/// The source's name for other programs, as it stands on the wire.
[[nodiscard]] QLatin1StringView nameOf(Fix::Source source);

} // namespace knock::dispatch
