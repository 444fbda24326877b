// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace knock::dispatch {

/// 128 bits from the operating system's generator as 22 characters of base64url (RFC 4648, 5). Whoever holds a token
/// is taken for the caller, so it must not be guessable.
[[nodiscard]] QString makeToken();

} // namespace knock::dispatch
