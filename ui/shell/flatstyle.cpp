// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/flatstyle.h"

#include "ui/kit/statecolours.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

void drawBox(QPainter *painter, const QRect &rect, const QBrush &ground, const QColor &edge)
{
    constexpr qreal corner = 3;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(ground);
    painter->setPen(edge);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
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
        drawBox(painter, option->rect, ground, focus ? colours.accent : enabled ? colours.edge : colours.border);
        return;
    }
    if (element == PE_FrameLineEdit) {
        drawBox(painter, option->rect, Qt::NoBrush, focus ? colours.accent : enabled ? colours.edge : colours.border);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace knock::ui
