// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <QtTypes>

// The tones of a telephone's keypad (ITU-T Q.23): a press sounds one tone of its row and one of its column.

namespace knock::hearing {

constexpr int sampleRate = 8000; ///< samples a second

constexpr size_t rows = 4;
constexpr size_t columns = 4;
/// In hertz: the rows, then the columns.
constexpr std::array<int, rows + columns> keypadTones{697, 770, 852, 941, 1209, 1336, 1477, 1633};

/// \a tone is one of the rows and \a other one of the columns, both counted as in keypadTones.
constexpr char keyOf(size_t tone, size_t other) { return "123A456B789C*0#D"[tone * columns + (other - rows)]; }

/// The angle a tone turns by from one sample to the next, in radians.
constexpr double turn(double hertz) { return 2 * std::numbers::pi * hertz / sampleRate; }

/// The level of a sine with this power (mean square of 16-bit samples), in dBm0: a sine that fills the samples has
/// 3.14 dBm0 (ITU-T G.711, A-law).
inline double levelOf(double power) { return 10 * std::log10(2 * power / (32768.0 * 32768.0) + 1e-12) + 3.14; }

} // namespace knock::hearing
