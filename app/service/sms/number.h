// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

namespace knock::sms {

/// The number as a gateway takes it: 3 to 15 digits (ITU-T E.164), perhaps a plus before them.
///
/// Blanks, dots, hyphens and brackets that people write between digits are dropped; anything else is Malformed.
[[nodiscard]] Result<QString> dialled(const QString &number);

/// What may stand in a log: the last two digits.
[[nodiscard]] QString masked(const QString &number);

} // namespace knock::sms
