// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/statecolours.h"

#include <array>
#include <QFont>
#include <QPalette>

namespace knock::ui {

/// How large letters can be, in per cent.
inline constexpr std::array textSizes{100, 125, 150, 175, 200};

[[nodiscard]] QPalette paletteFor(Scheme scheme);

/// Gives the whole program its style and colours; may be called again at any time.
void applyScheme(Scheme scheme);

/// The system's font, never too small to read in a dim room, with Korean letters after it.
///
/// \a percent, one of textSizes, is how large the program's letters are; the font that is returned has 100.
QFont applyFont(int percent);
/// Gives the whole program letters of \a percent of \a font, at once.
void applyTextSize(QFont font, int percent);

} // namespace knock::ui
