// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/linemodel.h"
#include "ui/kit/ticker.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace knock::ui {

class LineStrip;

/// The line in hand as it sounds: the strip, how long it has been silent, and the time the caller has to answer.
class LinePane final : public QWidget
{
    Q_OBJECT
public:
    LinePane(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::LineModel m_model;
    LineStrip *m_strip;
    QLabel *m_silence;
    QLabel *m_answer;
    QProgressBar *m_left;
};

} // namespace knock::ui
