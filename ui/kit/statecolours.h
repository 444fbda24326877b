// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>

class QPalette;

namespace knock::ui {

/// Relative luminance of the one to the other (WCAG 2.2, 1.4.3): from 1 to 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

/// Every colour of the program, named by what it means. A colour never stands alone: a word and a glyph say the same.
struct StateColours {
    // Grounds
    QColor window;
    QColor raised; ///< lists and text fields
    QColor selected; ///< the row in hand
    QColor border; ///< between rows and panes
    QColor edge; ///< of fields and buttons

    // Texts, readable on every ground above
    QColor text;
    QColor muted;
    QColor accent; ///< the next step
    QColor alarm; ///< a life may depend on it
    QColor warning; ///< late, or gone wrong
    QColor good;

    // Fills, and the text on them
    QColor accentFill;
    QColor onAccent;
    QColor alarmFill;
    QColor onAlarm;
};

enum class Scheme { Dark, Light };

/// One table for dim rooms, one for bright ones.
[[nodiscard]] const StateColours &stateColours(Scheme scheme);
/// The table that \a palette was made from.
[[nodiscard]] const StateColours &stateColours(const QPalette &palette);

} // namespace knock::ui
