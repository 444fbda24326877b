// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace knock::ui {

/// Words in the direction of their own script, wrapped to a width; inside a word only where it is longer than the line.
class Paragraph
{
public:
    /// Line breaks become spaces: a thousand of them must not push the rest off the screen.
    explicit Paragraph(const QString &text)
        : m_text(text.simplified())
    {
    }

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] int heightFor(int width, const QFont &font) const;
    void paint(QPainter &painter, const QRect &rect) const;

private:
    QString m_text;
};

} // namespace knock::ui
