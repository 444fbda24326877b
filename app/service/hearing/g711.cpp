// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/g711.h"

#include <algorithm>
#include <array>
#include <bit>

namespace knock::hearing {

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

constexpr qint16 fromMu(int byte)
{
    const int bits = ~byte & 0xff;
    const int magnitude = ((((bits & 0xf) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
    return static_cast<qint16>((bits & 0x80) != 0 ? -magnitude : magnitude);
}

constexpr qint16 fromA(int byte)
{
    const int bits = byte ^ 0x55;
    const int exponent = (bits >> 4) & 7;
    const int step = ((bits & 0xf) << 4) + 8;
    const int magnitude = exponent == 0 ? step : (step + 0x100) << (exponent - 1);
    return static_cast<qint16>((bits & 0x80) != 0 ? magnitude : -magnitude);
}

constexpr std::array<qint16, 256> tableOf(qint16 (*decode)(int))
{
    std::array<qint16, 256> table{};
    for (int byte = 0; byte < 256; ++byte)
        table[static_cast<size_t>(byte)] = decode(byte);
    return table;
}

constexpr std::array<qint16, 256> muTable = tableOf(fromMu);
constexpr std::array<qint16, 256> aTable = tableOf(fromA);

} // namespace

qint16 decoded(quint8 byte, Law law) { return law == Law::Mu ? muTable[byte] : aTable[byte]; }

quint8 encoded(qint16 sample, Law law) { return law == Law::Mu ? mu(sample) : a(sample); }

} // namespace knock::hearing
