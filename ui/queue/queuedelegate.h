// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/kit/ticker.h"

#include <QStyledItemDelegate>

namespace knock::ui {

/// Draws one call in two lines: what it is and since when; who calls and what is known.
class QueueDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Layout {
        QRect mark; ///< the bar of the row in hand
        QRect glyph;
        QRect word;
        QRect clock;
        QRect number;
        QRect before; ///< the glyph of a number that made a silent call before; without width for others
        QRect facts;
    };

    QueueDelegate(Ticker &ticker, QObject *parent);

    [[nodiscard]] static Layout layout(const QStyleOptionViewItem &option, const QModelIndex &index);
    /// What is known of the call in as many words as there is room for.
    [[nodiscard]] static QString facts(const QStyleOptionViewItem &option, const QModelIndex &index);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Ticker &m_ticker;
};

} // namespace knock::ui
