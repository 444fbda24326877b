// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/queuemodel.h"
#include "ui/kit/ticker.h"

#include <QListView>
#include <QWidget>

class QAction;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QPushButton;

namespace knock::ui {

/// Every open call. Choosing a row takes its incident in hand.
///
/// While the pointer or the keyboard was in the list during the last seconds, no row changes its place. What is typed
/// into the field above, or the shelf of missed calls, leaves rows out; the line below says so.
class QueuePane final : public QWidget
{
    Q_OBJECT
public:
    /// \a shelf is the action that opens the shelf of missed calls.
    /// \a shelf shows the missed calls, \a all every call again.
    QueuePane(desk::Desk &desk, Ticker &ticker, QAction *shelf, const QAction *all, QWidget *parent = nullptr);

    /// How long a hand that rests on the list holds the order: a mouse may have been left lying there.
    static constexpr std::chrono::seconds restingHand{8};

    /// Takes the row \a by rows further down in hand.
    void step(int by);
    void openFind();
    /// Shows the missed calls alone, or all again.
    void toggleShelf();
    /// Shows all again; false when nothing was left out.
    bool putAway();
    [[nodiscard]] const desk::QueueModel &model() const { return m_model; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void filter();
    void showCounts();
    void showSelection();
    bool takesKey(QObject *watched, QKeyEvent &event);
    void touch();
    void release();
    void tick(const QDateTime &now);

    desk::Desk &m_desk;
    Ticker &m_ticker;
    desk::QueueModel m_model;
    QLineEdit *m_find;
    QListView *m_list;
    QPushButton *m_shelf; ///< there while calls were missed
    QAction *m_shelfAction;
    const QAction *m_allAction;
    bool m_isShelf = false;
    QLabel *m_foot;
    QDateTime m_touched;
};

} // namespace knock::ui
