// SPDX-License-Identifier: Apache-2.0
// Which keys are whose, and what becomes of them while one writes: a part of MainWindow.
#include "ui/kept/keptsheet.h"
#include "ui/shell/helpsheet.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notices.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTextEdit>

namespace knock::ui {

namespace {

/// Controls for which a letter, or the space bar, is no order to the window.
bool takes(const QWidget *focus, int key)
{
    const bool isField = qobject_cast<const QLineEdit *>(focus) || qobject_cast<const QTextEdit *>(focus)
        || qobject_cast<const QPlainTextEdit *>(focus) || qobject_cast<const QComboBox *>(focus)
        || qobject_cast<const QAbstractSpinBox *>(focus);
    return isField || (key == Qt::Key_Space && qobject_cast<const QAbstractButton *>(focus));
}

} // namespace

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // What lies over the map goes with it: never over the incident, which may become higher.
    if (watched == m_panes.map && m_kept->isVisible()
        && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        layOverMap(m_kept);
    if (event->type() == QEvent::ShortcutOverride && watched == QApplication::focusWidget()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (isTyped(key->keyCombination()) && takes(QApplication::focusWidget(), key->key())) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::readKeys(const QSettings &settings)
{
    m_notices->tellKeys(m_keys.read(settings));
    m_actions.use(m_keys);
    connect(m_help, &HelpSheet::changed, this, [this] {
        m_actions.use(m_keys);
        save();
    });
}

Situation MainWindow::situation() const
{
    const bool shown = m_strip->incident().isValid();
    const Incident *inHand = m_desk.current();
    return {m_desk,
            shown && m_strip->incident() != m_desk.selected(),
            m_strip->isJudgeable(),
            shown && !m_strip->isJudgeable(),
            m_panes.headset != nullptr,
            m_strip->hasMore(),
            m_alarms.now().has_value(),
            m_textSize,
            m_signIn != nullptr,
            inHand && !(inHand->recordings.empty() && inHand->files.empty())};
}

} // namespace knock::ui
