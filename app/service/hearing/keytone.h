// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtTypes>

namespace knock::hearing {

/// A key heard on the line, once when it is known to be pressed and once when it is known to be let go.
struct KeyTone {
    enum class Change { Pressed, Released };

    Change change = Change::Pressed;
    char key = 0; ///< one of 0123456789*#ABCD
    qint64 onset = 0; ///< samples since the beginning: where the tone begins, to about 5 ms
    qint64 end = 0; ///< samples since the beginning: where it ends, only when released
    double level = 0; ///< dBm0, both tones together
    double twist = 0; ///< dB, the column above the row
    double deviation = 0; ///< the share by which the worse tone misses its nominal frequency
};

} // namespace knock::hearing
