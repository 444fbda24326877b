// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace knock::dispatch {

/// The form in which two ways to write the same number are equal: the digits a foreigner dials after the plus.
///
/// With \a countryCode 82, `010-1234-5678`, `+82 10 1234 5678`, `0082 10...` and the wrong but common `+82 010...` are
/// all 821012345678. Empty where too few digits are left to know a telephone by, as of a number that is withheld.
[[nodiscard]] QString comparable(const QString &number, const QString &countryCode);

} // namespace knock::dispatch
