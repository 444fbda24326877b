// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/status/exposition.h"

namespace knock::status {

/// What this process takes of the computer, under the names that every Prometheus client uses. \a started in seconds
/// since 1970.
void addProcess(Exposition &out, double started);

} // namespace knock::status
