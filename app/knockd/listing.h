// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/configuration.h"

namespace knock::keeper {

/// What would listen where, a line each, for a person.
[[nodiscard]] QStringList listingOf(const service::Configuration &configuration);

} // namespace knock::keeper
