// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

#include <QWidget>

class QPushButton;

namespace knock::ui {

class EvenGrid;
class KeyButton;

/// The calls that a number made in the day before, the newest first, each to be opened by a click; the first button
/// and its key open one after the other. One row of as many as there is room for, so that the map keeps its own; the
/// one that is looked at is always among them. Hidden while there are none.
class EarlierCalls final : public QWidget
{
    Q_OBJECT
public:
    EarlierCalls(desk::Desk &desk, QAction *next, QWidget *parent = nullptr);

    void follow();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] std::vector<EarlierCall> callsToShow() const;
    void renew(const std::vector<EarlierCall> &calls);

    desk::Desk &m_desk;
    EvenGrid *m_grid;
    std::vector<EarlierCall> m_calls; ///< those that are shown
    std::vector<QPushButton *> m_buttons; ///< of the calls
};

} // namespace knock::ui
