// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>

class QPainter;

namespace knock::ui {

/// A small drawing that says the same as the word beside it.
enum class Glyph {
    Alert,
    Lost,
    Ringing,
    Late,
    Mine,
    Others,
    AfterCall,
    Missed,
    Closed,
    Done,
    Next,
    Ahead,
    Failed,
    Order,
    Link,
    Chat,
    Ask,
    HangUp,
    Camera,
    Blank,
    Phone,
    GoTo,
    Warning,
    Help,
    Tear,
    Dock,
    Left,
    Sent,
    Delivered,
    Read,
    Disguise
};

inline constexpr Glyph lastGlyph = Glyph::Disguise;

void paintGlyph(QPainter &painter, const QRect &rect, Glyph glyph, const QColor &colour);
[[nodiscard]] QPixmap glyphPixmap(Glyph glyph, const QColor &colour, int size, qreal pixelRatio);
[[nodiscard]] QIcon glyphIcon(Glyph glyph, const QColor &colour);

} // namespace knock::ui
