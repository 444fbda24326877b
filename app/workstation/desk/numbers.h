// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

namespace knock::desk {

/// "010-1234-5678"; a number of another form is given as it came.
[[nodiscard]] QString groupedNumber(const QString &number);

/// "010-****-5678": enough to tell two callers apart, too little to know who they are.
[[nodiscard]] QString maskedNumber(const QString &number);

/// "2026-00017": the year of the call and its number.
[[nodiscard]] QString incidentNumber(const Incident &incident);

} // namespace knock::desk
