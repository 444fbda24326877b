// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QStyledItemDelegate>

namespace knock::ui {

/// Draws one line of the chat: who, when and how it fares; below it the words, as plain text whatever they hold. Of a
/// phrase the reader's own words come first and those that were said beneath.
class ChatDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Layout {
        QRect author;
        QRect mark; ///< the glyph of how the line fares; without width where there is none
        QRect about; ///< time, and how the line fares
        QRect text;
        QRect original; ///< of a phrase; without height where the text is the original
        int height = 0;
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] static Layout layout(const QStyleOptionViewItem &option, const QModelIndex &index);
    /// The line for those who hear it.
    [[nodiscard]] static QString spoken(const QModelIndex &index);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    [[nodiscard]] static QString author(const QModelIndex &index);
    [[nodiscard]] static QString about(const QModelIndex &index);
};

} // namespace knock::ui
