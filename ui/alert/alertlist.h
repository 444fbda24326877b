// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/alertmodel.h"
#include "ui/kit/ticker.h"

#include <QFrame>
#include <QSortFilterProxyModel>

class QAction;
class QLabel;
class QListView;

namespace knock::ui {

/// Every alert at once, for the hour in which there are too many for the strip: what nobody has judged first, the
/// oldest on top. Opened by a person, and only then does it take the keyboard; Enter takes the row in hand.
class AlertList final : public QFrame
{
    Q_OBJECT
public:
    AlertList(desk::Desk &desk, Ticker &ticker, desk::AlertModel &model, const QAction *putAway, QWidget *parent);

    void open();
    /// True when it was open.
    bool putAway();

protected:
    void changeEvent(QEvent *event) override;

private:
    /// What is judged goes below; apart from that the order in which the alerts came.
    class Order final : public QSortFilterProxyModel
    {
    public:
        using QSortFilterProxyModel::QSortFilterProxyModel;

    protected:
        [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    };

    void retranslate();
    [[nodiscard]] QString wordsOf(const QModelIndex &alert) const;

    Ticker &m_ticker;
    const QAction *m_putAway;
    Order m_order;
    QLabel *m_title;
    QListView *m_list;
};

} // namespace knock::ui
