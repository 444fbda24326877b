// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/theme.h"

#include "ui/shell/flatstyle.h"

#include <QApplication>
#include <QStyleHints>

using namespace Qt::StringLiterals;

namespace knock::ui {

QPalette paletteFor(Scheme scheme)
{
    const StateColours &c = stateColours(scheme);
    const QColor button = scheme == Scheme::Dark ? QColor(0x2c333a) : QColor(0xe6eaee);
    QPalette palette(button, c.window);
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour) { palette.setColor(role, colour); };
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.raised);
    set(QPalette::AlternateBase, c.window);
    set(QPalette::Text, c.text);
    set(QPalette::PlaceholderText, c.muted);
    set(QPalette::Button, button);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.onAlarm);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::Link, c.accent);
    set(QPalette::Highlight, c.accentFill);
    set(QPalette::HighlightedText, c.onAccent);
    set(QPalette::Accent, c.accentFill);
    // What cannot be used now is still read: a person looks for the reason there.
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, scheme == Scheme::Dark ? QColor(0x858f99) : QColor(0x6d7780));
    palette.setColor(QPalette::Disabled, QPalette::Base, c.window);
    return palette;
}

void applyScheme(Scheme scheme)
{
    if (!qobject_cast<FlatStyle *>(QApplication::style()))
        QApplication::setStyle(new FlatStyle);
    QGuiApplication::styleHints()->setColorScheme(scheme == Scheme::Dark ? Qt::ColorScheme::Dark
                                                                         : Qt::ColorScheme::Light);
    QApplication::setPalette(paletteFor(scheme));
}

QFont applyFont(int percent)
{
    constexpr double least = 10;
    const QString korean = u"Noto Sans CJK KR"_s;
    QFont font = QApplication::font();
    QStringList families = font.families();
    if (!families.contains(korean)) {
        families.append(korean);
        font.setFamilies(families);
        font.setPointSizeF(std::max(least, font.pointSizeF()));
    }
    applyTextSize(font, percent);
    return font;
}

void applyTextSize(QFont font, int percent)
{
    font.setPointSizeF(font.pointSizeF() * percent / 100);
    if (font != QApplication::font())
        QApplication::setFont(font);
}

} // namespace knock::ui
