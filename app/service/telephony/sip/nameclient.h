// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/nameserver.h"
#include "app/service/telephony/sip/libre.h"

#include <vector>

namespace knock::telephony {

/// Looks up the names that callers use in place of addresses, without keeping anybody waiting: at \a servers, or else
/// where this computer does. Null if there is nobody to ask.
[[nodiscard]] Held<dnsc> nameClient(const std::vector<NameServer> &servers);

} // namespace knock::telephony
