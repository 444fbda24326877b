// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/queuemodel.h"
#include "ui/kit/ticker.h"

#include <QListView>
#include <QWidget>

class QLabel;

namespace knock::ui {

/// Every open call. Choosing a row takes its incident in hand.
///
/// While the pointer or the keyboard was in the list during the last seconds, no row changes its place.
class QueuePane final : public QWidget
{
    Q_OBJECT
public:
    QueuePane(desk::Desk &desk, Ticker &ticker, QWidget *parent = nullptr);

    /// How long a hand that rests on the list holds the order: a mouse may have been left lying there.
    static constexpr std::chrono::seconds restingHand{8};

    /// Takes the row \a by rows further down in hand.
    void step(int by);
    [[nodiscard]] const desk::QueueModel &model() const { return m_model; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showSelection();
    void touch();
    void release();
    void tick(const QDateTime &now);

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::QueueModel m_model;
    QListView *m_list;
    QLabel *m_foot;
    QDateTime m_touched;
};

} // namespace knock::ui
