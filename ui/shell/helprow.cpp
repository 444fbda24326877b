// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/helprow.h"

#include "ui/kit/statecolours.h"
#include "ui/shell/helpsheet.h"

#include <QPainter>

namespace knock::ui {

namespace {

constexpr int margin = 6;
constexpr int gap = 10;

QFont boldened(QFont font)
{
    font.setBold(true);
    return font;
}

bool isHead(const QModelIndex &index) { return !(index.flags() & Qt::ItemIsSelectable); }

} // namespace

void HelpRow::measure(const QAbstractItemModel &rows, const QFont &font)
{
    const QFontMetrics bold(boldened(font));
    const QFontMetrics plain(font);
    int widest = 0;
    m_keyWidth = 0;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const QModelIndex index = rows.index(row, 0);
        widest = std::max(widest, plain.horizontalAdvance(index.data().toString()));
        m_keyWidth = std::max(m_keyWidth, bold.horizontalAdvance(index.data(HelpSheet::KeyRole).toString()));
    }
    m_size = {m_keyWidth + gap + widest + 2 * margin, std::max(bold.height(), plain.height()) + 4};
}

QSize HelpRow::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const { return m_size; }

void HelpRow::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StateColours &colours = stateColours(option.palette);
    const QRect rect = option.rect.adjusted(margin, 0, -margin, 0);
    const QString words = index.data().toString();
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colours.selected);
    painter->setFont(boldened(option.font));
    painter->setPen(isHead(index) ? colours.accent : colours.text);
    if (isHead(index)) {
        painter->drawText(rect, Qt::AlignVCenter, words);
    } else {
        painter->drawText(rect, Qt::AlignVCenter, index.data(HelpSheet::KeyRole).toString());
        painter->setFont(option.font);
        painter->drawText(rect.adjusted(m_keyWidth + gap, 0, 0, 0), Qt::AlignVCenter, words);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(colours.accent, 2));
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

} // namespace knock::ui
