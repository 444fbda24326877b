// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace knock::ui {

/// Paints one key and what it does, the names all at one edge; or the heading of those that follow.
class HelpRow final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Reads anew how wide the keys and the names are.
    void measure(const QAbstractItemModel &rows, const QFont &font);
    [[nodiscard]] QSize size() const { return m_size; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QSize m_size;
    int m_keyWidth = 0;
};

} // namespace knock::ui
