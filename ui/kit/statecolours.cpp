// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/statecolours.h"

#include <algorithm>
#include <cmath>
#include <QPalette>

namespace knock::ui {

double contrast(const QColor &one, const QColor &other)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

const StateColours &stateColours(Scheme scheme)
{
    static const StateColours dark{
        .window = QColor(0x16191d),
        .raised = QColor(0x1e2328),
        .selected = QColor(0x29394a),
        .border = QColor(0x414a54),
        .edge = QColor(0x7a8691),
        .text = QColor(0xe8ebee),
        .muted = QColor(0xaab4bf),
        .accent = QColor(0x7dbdff),
        .alarm = QColor(0xff8f84),
        .warning = QColor(0xf4c65a),
        .good = QColor(0xa5e6b4),
        .accentFill = QColor(0x2b73c0),
        .onAccent = QColor(0xffffff),
        .alarmFill = QColor(0xb02a20),
        .onAlarm = QColor(0xffffff),
    };
    static const StateColours light{
        .window = QColor(0xf1f3f5),
        .raised = QColor(0xffffff),
        .selected = QColor(0xd3e5f8),
        .border = QColor(0xaeb7c0),
        .edge = QColor(0x75808b),
        .text = QColor(0x191d21),
        .muted = QColor(0x48525c),
        .accent = QColor(0x0a5296),
        .alarm = QColor(0xa5123a),
        .warning = QColor(0x6e4a00),
        .good = QColor(0x14451c),
        .accentFill = QColor(0x0a58a6),
        .onAccent = QColor(0xffffff),
        .alarmFill = QColor(0xb3261e),
        .onAlarm = QColor(0xffffff),
    };
    return scheme == Scheme::Dark ? dark : light;
}

const StateColours &stateColours(const QPalette &palette)
{
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    return stateColours(dark ? Scheme::Dark : Scheme::Light);
}

} // namespace knock::ui
