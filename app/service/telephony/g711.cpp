// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/g711.h"

#include <algorithm>
#include <bit>

namespace knock::telephony {

namespace {

// Both codes are a small floating-point number: sign, three bits of exponent, four of mantissa. They differ in what
// is added first, where the lowest segment begins and which bits travel inverted.

quint8 mu(int sample)
{
    constexpr int bias = 0x84;
    constexpr int loudest = 0x7fff - bias;
    const int sign = sample < 0 ? 0x80 : 0;
    const int magnitude = std::min(sample < 0 ? -sample : sample, loudest) + bias;
    const int exponent = std::bit_width(static_cast<unsigned>(magnitude)) - 8;
    const int mantissa = (magnitude >> (exponent + 3)) & 0xf;
    return static_cast<quint8>(~(sign | exponent << 4 | mantissa));
}

quint8 a(int sample)
{
    const int sign = sample < 0 ? 0 : 0x80;
    const int magnitude = sample < 0 ? -sample - 1 : sample;
    const int exponent = std::max(std::bit_width(static_cast<unsigned>(magnitude)) - 8, 0);
    const int mantissa = (magnitude >> (exponent == 0 ? 4 : exponent + 3)) & 0xf;
    return static_cast<quint8>((sign | exponent << 4 | mantissa) ^ 0x55);
}

} // namespace

quint8 encoded(qint16 sample, Law law) { return law == Law::Mu ? mu(sample) : a(sample); }

} // namespace knock::telephony
