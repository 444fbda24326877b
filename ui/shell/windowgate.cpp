// SPDX-License-Identifier: Apache-2.0
// What can be done while nobody sits here: a part of MainWindow.
#include "ui/kept/keptsheet.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notices.h"
#include "ui/shell/signin.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QSettings>

namespace knock::ui {

void MainWindow::makeGate(Ticker &ticker)
{
    backend::Gate *gate = m_desk.gate();
    for (const ActionId id : {ActionId::Lock, ActionId::SignOut})
        m_actions[id]->setVisible(gate != nullptr);
    if (!gate)
        return;
    m_signIn = new SignIn(*gate, m_desk, ticker, this);
    const QSettings settings(m_manner.settingsFile, QSettings::IniFormat);
    m_signIn->lockAfter(std::chrono::minutes(settings.value("gate/lockAfterMinutes", 5).toInt()));
    connect(m_signIn, &SignIn::changed, this, &MainWindow::followGate);
    followGate();
}

void MainWindow::refresh()
{
    m_actions.refresh();
    if (!isShut())
        return;
    using enum ActionId;
    for (const ActionRow &row : Actions::table()) {
        const bool isOfLook
            = row.id == LightScheme || row.id == Korean || row.id == LargerText || row.id == SmallerText;
        m_actions[row.id]->setEnabled(isOfLook && m_actions[row.id]->isEnabled());
    }
}

/// Of whoever left nothing stays in sight, not on another monitor either. What a locked seat shows can be seen, and
/// that is all.
void MainWindow::followGate()
{
    const bool isShut = m_signIn->isShut();
    const bool isLocked = m_signIn->state() == SignIn::State::Locked;
    if (isShut && !isLocked)
        m_desk.select({});
    if (isShut)
        m_kept->putAway(); // nobody would hear it, or see what was cleared
    for (QDockWidget *dock : docks()) {
        if (dock->isFloating())
            dock->setVisible(!isShut || isLocked);
        dock->setEnabled(!isShut || !dock->isFloating());
    }
    m_menuBar->setEnabled(!isShut);
    refresh();
    ring();
    if (!isShut)
        setFocus();
}

bool MainWindow::isShut() const { return m_signIn && m_signIn->isShut(); }

bool MainWindow::isOutside() const { return isShut() && m_signIn->state() != SignIn::State::Locked; }

/// Like closing the window, not while a caller is on the line, unless it is meant.
void MainWindow::signOut()
{
    if (m_notices->mayClose())
        m_desk.gate()->signOut();
}

} // namespace knock::ui
