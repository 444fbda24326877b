// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/linemodel.h"
#include "ui/kit/ticker.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace knock::sound {
class Headset;
}

namespace knock::ui {

class LineStrip;

/// The line in hand as it sounds: the strip, how long it has been silent, and the time the caller has to answer.
class LinePane final : public QWidget
{
    Q_OBJECT
public:
    /// \a headset may be null: then there is nothing to show of it.
    LinePane(desk::Desk &desk, Ticker &ticker, sound::Headset *headset, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void showHeadset();

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::LineModel m_model;
    LineStrip *m_strip;
    QLabel *m_silence;
    QLabel *m_kept; ///< what is kept of the sound
    QLabel *m_answer;
    QProgressBar *m_left;
    sound::Headset *m_headset;
    QString m_broken; ///< the device that does not work
    QLabel *m_microphone;
    QProgressBar *m_level; ///< of the microphone
};

} // namespace knock::ui
