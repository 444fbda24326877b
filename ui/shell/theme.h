// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/statecolours.h"

#include <QFont>
#include <QPalette>

namespace knock::ui {

[[nodiscard]] QPalette paletteFor(Scheme scheme);

/// Gives the whole program its style and colours; may be called again at any time.
void applyScheme(Scheme scheme);

/// The system's font, never too small to read in a dim room, with Korean letters after it.
QFont applyFont();

} // namespace knock::ui
