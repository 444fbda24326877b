// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/base32.h"

namespace knock::identity {

QByteArray toBase32(const QByteArray &bytes)
{
    constexpr auto letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    QByteArray text;
    quint32 bits = 0;
    int waiting = 0; ///< how many of the lowest bits are not yet a letter
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<uchar>(byte);
        for (waiting += 8; waiting >= 5; waiting -= 5)
            text += letters[(bits >> (waiting - 5)) & 31];
    }
    if (waiting > 0)
        text += letters[(bits << (5 - waiting)) & 31];
    return text;
}

} // namespace knock::identity
