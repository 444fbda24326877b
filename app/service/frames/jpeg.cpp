// SPDX-License-Identifier: Apache-2.0
#include "app/service/frames/jpeg.h"

#include <QtEndian>

namespace knock::frames {

namespace {

// ITU-T T.81, table B.1
constexpr quint8 startOfImage = 0xd8;
constexpr quint8 startOfScan = 0xda;
constexpr quint8 fill = 0xff;

bool isFrameHeader(quint8 marker)
{
    const bool isTable = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return marker >= 0xc0 && marker <= 0xcf && !isTable;
}

/// No segment with a length follows it; none of these can stand before the frame header.
bool isBare(quint8 marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd9); }

} // namespace

std::optional<QSize> jpegSize(QByteArrayView bytes)
{
    const auto byte = [bytes](qsizetype at) { return static_cast<quint8>(bytes[at]); };
    const auto number = [bytes](qsizetype at) { return qFromBigEndian<quint16>(bytes.data() + at); };
    if (bytes.size() < 4 || byte(0) != fill || byte(1) != startOfImage || byte(2) != fill)
        return std::nullopt;
    for (qsizetype at = 2; at + 4 <= bytes.size();) {
        const quint8 marker = byte(at + 1);
        if (byte(at) != fill || marker == startOfScan || isBare(marker))
            return std::nullopt;
        if (marker == fill) {
            ++at;
            continue;
        }
        const quint16 length = number(at + 2);
        const bool isWhole = length >= 2 && at + 2 + length <= bytes.size();
        if (isFrameHeader(marker))
            return isWhole && length >= 8 ? std::optional(QSize(number(at + 7), number(at + 5))) : std::nullopt;
        if (!isWhole)
            return std::nullopt;
        at += 2 + length;
    }
    return std::nullopt;
}

} // namespace knock::frames
