// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/encoder.h"

#include <QVideoFrame>

namespace knock::test {

/// The brightness (luma) in the middle of \a picture.
inline int lightOf(QVideoFrame picture)
{
    if (!picture.map(QVideoFrame::ReadOnly))
        return -1;
    const int light = picture.bits(0)[picture.height() / 2 * picture.bytesPerLine(0) + picture.width() / 2];
    picture.unmap();
    return light;
}

inline bool isAbout(int light, int expected) { return std::abs(light - expected) <= 6; }

} // namespace knock::test
