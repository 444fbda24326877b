// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"
#include "ui/kit/ticker.h"

#include <QWidget>

class QPushButton;

namespace knock::ui {

class EvenGrid;
class KeyButton;

/// The calls that a number made in the day before, the newest first, each to be opened by a click; the first button
/// and its key open one after the other. Hidden while there are none.
class EarlierCalls final : public QWidget
{
    Q_OBJECT
public:
    EarlierCalls(desk::Desk &desk, Ticker &ticker, QAction *next, QWidget *parent = nullptr);

    void follow();

private:
    void renew(const std::vector<EarlierCall> &calls);
    [[nodiscard]] QString textOf(const EarlierCall &call) const;

    desk::Desk &m_desk;
    Ticker &m_ticker;
    EvenGrid *m_grid;
    std::vector<EarlierCall> m_calls;
    std::vector<QPushButton *> m_buttons; ///< of the calls
};

} // namespace knock::ui
