// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace knock::ui {

/// Draws a phrase: its number, the reader's words, and those of the caller beside them, or beneath where there is no
/// room.
class PhraseDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Layout {
        QRect number;
        QRect own;
        QRect theirs; ///< without height where they are the same
        int height = 0;
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] static Layout layout(const QStyleOptionViewItem &option, const QModelIndex &index);
    /// The phrase for those who hear it.
    [[nodiscard]] static QString spoken(int number, const QString &own, const QString &theirs);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace knock::ui
