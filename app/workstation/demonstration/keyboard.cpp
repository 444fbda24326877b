// SPDX-License-Identifier: Apache-2.0
// Qt matches shortcuts where the window system delivers keys, and has no public way to deliver one. So the same order
// is kept here by public means: ShortcutOverride to the focus, then the shortcuts of the window, then the key itself.
#include "app/workstation/demonstration/keyboard.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QShortcut>
#include <QWidget>

namespace knock::demonstration {

namespace {

QWidget *focusIn(QWidget &window)
{
    QWidget *focus = window.focusWidget();
    return focus ? focus : &window;
}

bool isTakenByFocus(QWidget *focus, QKeyCombination key, const QString &text)
{
    QKeyEvent override(QEvent::ShortcutOverride, key.key(), key.keyboardModifiers(), text);
    override.ignore();
    QApplication::sendEvent(focus, &override);
    return override.isAccepted();
}

bool isTakenByShortcut(QWidget &window, QKeyCombination key)
{
    const QKeySequence sequence(key);
    for (QAction *action : window.findChildren<QAction *>()) {
        if (action->isEnabled() && action->shortcuts().contains(sequence)) {
            action->trigger();
            return true;
        }
    }
    for (QShortcut *shortcut : window.findChildren<QShortcut *>()) {
        if (shortcut->isEnabled() && shortcut->keys().contains(sequence)) {
            Q_EMIT shortcut->activated();
            return true;
        }
    }
    return false;
}

void deliver(QWidget &window, QKeyCombination key, const QString &text)
{
    QWidget *focus = focusIn(window);
    if (!isTakenByFocus(focus, key, text) && isTakenByShortcut(window, key))
        return;
    QKeyEvent down(QEvent::KeyPress, key.key(), key.keyboardModifiers(), text);
    QApplication::sendEvent(focus, &down);
    // The press may have moved the focus; the release belongs to where the focus is now.
    QKeyEvent up(QEvent::KeyRelease, key.key(), key.keyboardModifiers(), text);
    QApplication::sendEvent(focusIn(window), &up);
}

} // namespace

void pressKey(QWidget &window, QKeyCombination key)
{
    QString text;
    if (key.key() == Qt::Key_Return)
        text = QChar(u'\r');
    else if (key.key() == Qt::Key_Space)
        text = QChar(u' ');
    deliver(window, key, text);
}

void typeText(QWidget &window, const QString &text)
{
    for (const QChar character : text)
        deliver(window, Qt::Key_unknown, QString(character));
}

} // namespace knock::demonstration
