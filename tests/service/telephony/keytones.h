// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keypad.h"

#include <cmath>
#include <vector>

namespace knock::test {

/// The two tones of a key (ITU-T Q.23), each at -13 dBm0, after some silence.
[[nodiscard]] inline std::vector<qint16> keyTones(char key, int milliseconds, int silenceBefore = 0)
{
    constexpr int samplesInMillisecond = hearing::sampleRate / 1000;
    std::vector<qint16> samples(static_cast<size_t>(silenceBefore * samplesInMillisecond));
    for (size_t row = 0; row < hearing::rows; ++row) {
        for (size_t column = hearing::rows; column < hearing::keypadTones.size(); ++column) {
            if (hearing::keyOf(row, column) != key)
                continue;
            for (int n = 0; n < milliseconds * samplesInMillisecond; ++n) {
                const double sum = std::sin(hearing::turn(hearing::keypadTones[row]) * n)
                    + std::sin(hearing::turn(hearing::keypadTones[column]) * n);
                samples.push_back(static_cast<qint16>(5000 * sum));
            }
        }
    }
    return samples;
}

} // namespace knock::test
