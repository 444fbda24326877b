// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/phrasedelegate.h"

#include "ui/chat/paragraph.h"
#include "ui/chat/phraselist.h"
#include "ui/kit/statecolours.h"

#include <QAbstractItemView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr int gap = 4;

Paragraph ownOf(const QModelIndex &index) { return Paragraph(index.data(PhraseList::OwnRole).toString()); }

Paragraph theirsOf(const QModelIndex &index) { return Paragraph(index.data(PhraseList::TheirRole).toString()); }

/// The view asks for a row's size before the row has a place, so the width is the view's.
int widthFor(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->viewport()->width() : option.rect.width();
}

QFont strong(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

PhraseDelegate::Layout PhraseDelegate::layout(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QFontMetrics metrics(strong(option.font));
    const int number = metrics.horizontalAdvance(u'9') + 2 * gap;
    const int left = option.rect.left() + number + gap;
    const int width = std::max(1, widthFor(option) - number - 2 * gap);
    const int top = option.rect.top() + gap;
    const QString theirs = theirsOf(index).text();
    const QFontMetrics words(option.font);
    const int ownWidth = words.horizontalAdvance(ownOf(index).text()) + 1;
    const int beside = width - ownWidth - 4 * gap;

    Layout layout;
    layout.number = {option.rect.left() + gap, top, number, metrics.height()};
    if (words.horizontalAdvance(theirs) < beside) {
        layout.own = {left, top, ownWidth, metrics.height()};
        layout.theirs = {left + width - beside, top, beside, theirs.isEmpty() ? 0 : metrics.height()};
    } else {
        layout.own = {left, top, width, ownOf(index).heightFor(width, option.font)};
        layout.theirs = {left, layout.own.bottom() + 1, width,
                         theirs.isEmpty() ? 0 : theirsOf(index).heightFor(width, option.font)};
    }
    // Something to click.
    constexpr int least = 28;
    layout.height
        = std::max(least, std::max(layout.own.bottom(), layout.theirs.bottom()) + 1 - option.rect.top() + gap);
    return layout;
}

QString PhraseDelegate::spoken(int number, const QString &own, const QString &theirs)
{
    const QString words = theirs.isEmpty() ? own : u"%1 (%2)"_s.arg(own, theirs);
    return number > 0 ? u"%1: %2"_s.arg(number).arg(words) : words;
}

QSize PhraseDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {widthFor(option), layout(option, index).height};
}

void PhraseDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StateColours &colours = stateColours(option.palette);
    const Layout place = layout(option, index);
    const int number = index.data(PhraseList::NumberRole).toInt();

    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colours.selected);
    painter->setFont(strong(option.font));
    painter->setPen(colours.accent);
    painter->drawText(place.number, Qt::AlignLeft | Qt::AlignTop, number > 0 ? QString::number(number) : QString());
    painter->setFont(option.font);
    painter->setPen(colours.text);
    ownOf(index).paint(*painter, place.own);
    painter->setPen(colours.muted);
    theirsOf(index).paint(*painter, place.theirs);
    painter->restore();
}

} // namespace knock::ui
