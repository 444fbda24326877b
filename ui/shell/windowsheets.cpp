// SPDX-License-Identifier: Apache-2.0
// What lies on the window for a moment, and how it is put away: a part of MainWindow.
#include "ui/alert/alertlist.h"
#include "ui/chat/chatpane.h"
#include "ui/incident/incidentpane.h"
#include "ui/kept/keptsheet.h"
#include "ui/queue/queuepane.h"
#include "ui/shell/helpsheet.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notices.h"

#include <QStatusBar>

namespace knock::ui {

/// A sheet lies over the map, or where that is too low also over what is below it; never over the incident.
void MainWindow::layOverMap(QWidget *sheet)
{
    const QRect centre = centralWidget()->geometry();
    const QSize size = sheet->sizeHint();
    const bool isAll = sheet->sizePolicy().verticalPolicy() == QSizePolicy::Expanding;
    const bool isFilled = isAll || sheet->hasHeightForWidth();
    const int wanted = isFilled ? centre.width() : std::min(centre.width(), 2 * size.width());
    const int width = std::min(std::max(size.width(), wanted), this->width() - centre.left());
    const int height = isAll ? std::max(size.height(), m_panes.map->height())
        : isFilled           ? sheet->heightForWidth(width)
                             : size.height();
    const bool fits = height <= m_panes.map->height();
    const int bottom = fits ? centre.bottom() + 1 : statusBar()->y();
    const int top = std::max(m_panes.map->mapTo(this, QPoint()).y(), bottom - height);
    sheet->setGeometry(centre.left(), top, width, bottom - top);
}

/// It takes no focus.
void MainWindow::showHelp(bool shown)
{
    if (m_help->isAncestorOf(focusWidget()))
        setFocus(); // before the list that has it goes
    if (shown)
        m_help->list();
    layOverMap(m_help);
    m_help->setVisible(shown);
    m_help->raise();
    refresh();
}

void MainWindow::showAlerts()
{
    if (m_alerts->putAway())
        return;
    layOverMap(m_alerts);
    m_alerts->open();
}

void MainWindow::showKept()
{
    if (m_kept->putAway())
        return;
    m_kept->open(); // only then are its letters known
    layOverMap(m_kept);
}

bool MainWindow::putAway()
{
    if (m_panes.usePicture && m_panes.usePicture(ActionId::PutAway))
        return true; // it lies over everything
    if (m_kept->isAncestorOf(focusWidget()) && m_kept->putAway())
        return true;
    if (m_chat->putAway() || m_incident->putAway() || m_queue->putAway())
        return true;
    if (m_alerts->putAway() || m_kept->putAway())
        return true;
    if (m_help->isVisible()) {
        showHelp(false);
        return true;
    }
    return m_notices->putAway() || m_desk.leaveLookedUp();
}

} // namespace knock::ui
