// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/laddermodel.h"
#include "app/workstation/timeline.h"

#include <optional>
#include <QDir>
#include <QTimer>

class QWindow;

namespace knock::ui {
class CameraPane;
class MainWindow;
class MapPane;
} // namespace knock::ui

namespace knock::workstation {

/// Writes into the timeline what the desk was told and what it showed, and takes a picture of the screen at each step.
/// Only made where somebody asked for a timeline or for screenshots.
///
/// Lines: shown, ready (the service is there), key, event, alert, link, fix, picture, chat, ladder; each with what
/// belongs to it.
class Witness final : public QObject
{
    Q_OBJECT
public:
    /// An empty \a screens takes no pictures.
    Witness(desk::Desk &desk, const Clock &clock, const ui::MainWindow &window, const ui::MapPane &map,
            ui::CameraPane &camera, Timeline &timeline, const QString &screens);

    /// The screen as it is now, as NN-\a step.png.
    void picture(const QString &step);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take(IncidentId incident, const Event &event);
    void takeLadder();
    void takeColours();

    QWindow *m_window;
    ui::CameraPane &m_camera;
    desk::LadderModel m_ladder;
    Timeline &m_timeline;
    std::optional<QDir> m_screens;
    QTimer m_colours;
    int m_pictures = 0;
    bool m_shown = false;
};

} // namespace knock::workstation
