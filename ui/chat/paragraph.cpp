// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/paragraph.h"

#include <QPainter>
#include <QTextLayout>
#include <QtMath>

namespace knock::ui {

namespace {

QTextOption optionFor(const QString &text)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    return option;
}

} // namespace

int Paragraph::heightFor(int width, const QFont &font) const
{
    QTextLayout layout(m_text, font);
    layout.setTextOption(optionFor(m_text));
    layout.beginLayout();
    qreal height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        height += line.height();
    }
    layout.endLayout();
    return qCeil(height);
}

void Paragraph::paint(QPainter &painter, const QRect &rect) const { painter.drawText(rect, m_text, optionFor(m_text)); }

} // namespace knock::ui
