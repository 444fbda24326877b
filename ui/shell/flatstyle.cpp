// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/flatstyle.h"

#include "ui/kit/statecolours.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr double leastContrast = 3; // WCAG 2.2, 1.4.11

void drawBox(QPainter *painter, const QRect &rect, const QBrush &ground, const QPen &edge)
{
    constexpr qreal corner = 3;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(ground);
    painter->setPen(edge);
    const qreal half = edge.widthF() / 2;
    painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), corner, corner);
    painter->restore();
}

} // namespace

FlatStyle::FlatStyle()
    : QProxyStyle(u"Fusion"_s)
{
}

void FlatStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const StateColours &colours = stateColours(option->palette);
    const bool focus = option->state & State_HasFocus;
    const bool enabled = option->state & State_Enabled;
    if (element == PE_PanelButtonCommand) {
        constexpr int shade = 115;
        QColor ground = option->palette.color(QPalette::Button);
        if (option->state & State_Sunken)
            ground = ground.darker(shade);
        else if (enabled && option->state & State_MouseOver && ground.lightness() < 128)
            ground = ground.lighter(shade);
        // The mark of the focus is seen on the fill of every button.
        const QColor mark = contrast(colours.accent, ground) >= leastContrast
            ? colours.accent
            : option->palette.color(QPalette::ButtonText);
        drawBox(painter, option->rect, ground, focus ? QPen(mark, 2) : QPen(enabled ? colours.edge : colours.border));
        return;
    }
    if (element == PE_FrameLineEdit) {
        drawBox(painter, option->rect, Qt::NoBrush,
                focus ? QPen(colours.accent, 2) : QPen(enabled ? colours.edge : colours.border));
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace knock::ui
