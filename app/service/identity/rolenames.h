// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/role.h"

namespace knock::identity {

/// "call-taker,supervisor": as a person writes roles, and as users.db keeps them.
[[nodiscard]] QString toText(const Roles &roles);
/// Fails with Malformed and names the word that is no role, or when there is none at all. Each role comes once.
[[nodiscard]] Result<Roles> rolesIn(const QString &text);

} // namespace knock::identity
