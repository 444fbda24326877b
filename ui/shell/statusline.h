// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <QMap>
#include <QWidget>

class QLabel;

namespace knock::ui {

class Note;

/// Who sits here, who waits, how the service fares, and what time it is.
class StatusLine final : public QWidget
{
    Q_OBJECT
public:
    StatusLine(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void followSoon();
    [[nodiscard]] QString waiting() const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    bool m_isDue = false; ///< the number of those who wait has changed
    QMap<Health::Part, Error::Kind> m_ill;
    QLabel *m_position;
    QLabel *m_waiting;
    Note *m_health;
    QLabel *m_clock;
};

} // namespace knock::ui
