// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::test {

inline QByteArray bigEndian(int number)
{
    return {QByteArray(1, static_cast<char>(number >> 8)) + static_cast<char>(number & 0xff)};
}

/// All that is looked at of a picture of this size (ITU-T T.81, B.2); there is nothing to be seen on it.
inline QByteArray jpeg(int width, int height, const QByteArray &filling = {})
{
    return QByteArray::fromHex("ffd8ffe000104a46494600010100000100010000ffc0001108") + bigEndian(height)
        + bigEndian(width) + QByteArray::fromHex("03012200021101031101ffda000c03010002110311003f00") + filling
        + QByteArray::fromHex("ffd9");
}

} // namespace knock::test
