// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/g711.h"

namespace knock::test {

/// Decoded G.711, written from the tables of the recommendation and not from our own code.
[[nodiscard]] inline int decoded(quint8 byte, hearing::Law law)
{
    if (law == hearing::Law::Mu) {
        const int bits = ~byte & 0xff;
        const int exponent = (bits >> 4) & 7;
        const int magnitude = (((bits & 0xf) * 8 + 132) << exponent) - 132;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
    const int bits = byte ^ 0x55;
    const int exponent = (bits >> 4) & 7;
    const int mantissa = bits & 0xf;
    const int magnitude = exponent == 0 ? mantissa * 16 + 8 : (mantissa * 16 + 264) << (exponent - 1);
    return (bits & 0x80) != 0 ? magnitude : -magnitude;
}

} // namespace knock::test
