// SPDX-License-Identifier: Apache-2.0
#include "app/core/location.h"

#include <cmath>

namespace knock {

bool Fix::isValid() const
{
    return std::isfinite(latitude) && std::isfinite(longitude) && std::isfinite(radius.value)
        && std::abs(latitude) <= 90 && std::abs(longitude) <= 180 && radius.value >= 0 && at.isValid();
}

} // namespace knock
