// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/keybutton.h"

#include <QAction>
#include <QEvent>
#include <QStyleOptionButton>

using namespace Qt::StringLiterals;

namespace knock::ui {

int targetHeight(const QWidget &widget)
{
    constexpr int least = 28;
    constexpr int padding = 12;
    return std::max(least, widget.fontMetrics().height() + padding);
}

QString keyText(const QAction *action) { return action->shortcut().toString(QKeySequence::NativeText); }

KeyButton::KeyButton(QAction *action, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
{
    setFocusPolicy(Qt::TabFocus);
    setAutoDefault(true); // Return presses the button that has the focus
    connect(action, &QAction::changed, this, &KeyButton::follow);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    follow();
}

void KeyButton::setWeight(Weight weight)
{
    if (weight == m_weight)
        return;
    m_weight = weight;
    updateGeometry();
    update();
}

void KeyButton::setNarrow()
{
    m_isNarrow = true;
    // So that a layout may give it less than its words and key need.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    follow();
}

QSize KeyButton::sizeHint() const { return sizeFor(m_isNarrow ? text() : wholeText()); }

QSize KeyButton::minimumSizeHint() const { return sizeFor(m_isNarrow ? m_action->iconText() : wholeText()); }

QSize KeyButton::sizeFor(const QString &words) const
{
    // Room for bold letters, so that a highlighted button does not push its neighbours.
    QFont bold = font();
    bold.setBold(true);
    const int wide = QFontMetrics(bold).horizontalAdvance(words);
    // A style's own hint is never less than a dialogue's button needs.
    constexpr int padding = 6;
    const int width = m_isNarrow ? wide + 2 * padding
                                 : QPushButton::sizeHint().width() + wide - fontMetrics().horizontalAdvance(text());
    return {width, targetHeight(*this)};
}

void KeyButton::resizeEvent(QResizeEvent *event)
{
    QPushButton::resizeEvent(event);
    if (m_isNarrow)
        showWords();
}

void KeyButton::initStyleOption(QStyleOptionButton *option) const
{
    QPushButton::initStyleOption(option);
    option->features &= ~QStyleOptionButton::DefaultButton;
    if (m_weight == Weight::Plain || !isEnabled())
        return;
    const StateColours &colours = stateColours(palette());
    const bool alarm = m_weight == Weight::Alarm;
    // On the alarm's red ground the button is turned round: light, with red words.
    option->palette.setColor(QPalette::Button, alarm ? colours.onAlarm : colours.accentFill);
    option->palette.setColor(QPalette::ButtonText, alarm ? colours.alarmFill : colours.onAccent);
}

void KeyButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange)
        update();
}

QString KeyButton::wholeText() const
{
    const QString key = keyText(m_action);
    return key.isEmpty() ? m_action->iconText() : u"%1  %2"_s.arg(m_action->iconText(), key);
}

void KeyButton::showWords()
{
    const bool isTight = m_isNarrow && width() < sizeFor(wholeText()).width();
    setText(isTight ? m_action->iconText() : wholeText());
    setToolTip(isTight ? keyText(m_action) : QString());
}

void KeyButton::follow()
{
    setAccessibleName(m_action->text().remove(u'&'));
    setAccessibleDescription(keyText(m_action));
    // A button that is switched off under the focus would hand it to its neighbour, and the next key with it.
    if (!m_action->isEnabled() && hasFocus())
        clearFocus();
    setEnabled(m_action->isEnabled());
    showWords();
    updateGeometry();
}

} // namespace knock::ui
