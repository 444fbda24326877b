// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <optional>
#include <QStringView>

namespace knock::place {

/// The number which is all of \a text, in the form of the C locale; not one of those that only look like numbers.
[[nodiscard]] inline std::optional<double> finite(QStringView text)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace knock::place
