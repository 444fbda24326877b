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

QSize KeyButton::sizeHint() const
{
    QSize size = QPushButton::sizeHint();
    // Room for bold letters, so that a highlighted button does not push its neighbours.
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics wide(bold);
    size.rwidth() += wide.horizontalAdvance(text()) - fontMetrics().horizontalAdvance(text());
    size.setHeight(targetHeight(*this));
    return size;
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

void KeyButton::follow()
{
    const QString name = m_action->text().remove(u'&');
    const QString key = m_action->shortcut().toString(QKeySequence::NativeText);
    setText(key.isEmpty() ? name : u"%1  %2"_s.arg(name, key));
    setAccessibleName(name);
    setAccessibleDescription(key);
    // A button that is switched off under the focus would hand it to its neighbour, and the next key with it.
    if (!m_action->isEnabled() && hasFocus())
        clearFocus();
    setEnabled(m_action->isEnabled());
    updateGeometry();
}

} // namespace knock::ui
