// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/chatdelegate.h"

#include "app/workstation/desk/chatmodel.h"
#include "ui/chat/paragraph.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/glyph.h"
#include "ui/kit/statecolours.h"

#include <optional>
#include <QAbstractItemView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::ChatModel;

namespace {

constexpr int gap = 8;

bool isOfCaller(const QModelIndex &index)
{
    return index.data(ChatModel::AuthorRole).value<Message::Author>() == Message::Author::Caller;
}

/// What the reader reads first.
Paragraph wordsOf(const QModelIndex &index)
{
    const QString meaning = index.data(ChatModel::MeaningRole).toString();
    return Paragraph(meaning.isEmpty() ? index.data(ChatModel::TextRole).toString() : meaning);
}

/// What was said, where that is something else.
Paragraph originalOf(const QModelIndex &index)
{
    const bool isTranslated = !index.data(ChatModel::MeaningRole).toString().isEmpty();
    return Paragraph(isTranslated ? index.data(ChatModel::TextRole).toString() : QString());
}

/// Of a line of the operator's; the caller's own have arrived.
std::optional<Glyph> markOf(const QModelIndex &index)
{
    if (isOfCaller(index))
        return std::nullopt;
    switch (index.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>()) {
    case ChatModel::Delivery::Sent:
        return Glyph::Sent;
    case ChatModel::Delivery::Delivered:
        return Glyph::Delivered;
    case ChatModel::Delivery::Read:
        return Glyph::Read;
    case ChatModel::Delivery::Pending:
        return Glyph::Late;
    case ChatModel::Delivery::Refused:
        return Glyph::Failed;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QFont strong(const QFont &font)
{
    QFont bold = font;
    bold.setBold(true);
    return bold;
}

/// The view asks for a row's size before the row has a place, so the width is the view's.
int widthFor(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->viewport()->width() : option.rect.width();
}

} // namespace

ChatDelegate::Layout ChatDelegate::layout(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const int line = QFontMetrics(strong(option.font)).height();
    const int left = option.rect.left() + gap;
    const int top = option.rect.top() + gap / 2;
    const int width = std::max(1, widthFor(option) - 2 * gap);
    const int authorWidth = std::min(width, QFontMetrics(strong(option.font)).horizontalAdvance(author(index)) + 1);

    Layout layout;
    layout.author = {left, top, authorWidth, line};
    const int mark = left + authorWidth + gap;
    layout.mark = {mark, top, markOf(index) ? line : 0, line};
    const int about = markOf(index) ? mark + line + gap / 2 : mark;
    layout.about = {about, top, std::max(0, left + width - about), line};
    layout.text = {left, top + line, width, wordsOf(index).heightFor(width, option.font)};
    const Paragraph original = originalOf(index);
    layout.original = {left, top + line + layout.text.height(), width,
                       original.text().isEmpty() ? 0 : original.heightFor(width, option.font)};
    layout.height = line + layout.text.height() + layout.original.height() + gap;
    return layout;
}

QString ChatDelegate::spoken(const QModelIndex &index)
{
    const QString original = originalOf(index).text();
    const QString words = wordsOf(index).text();
    return u"%1, %2: %3"_s.arg(author(index), about(index),
                               original.isEmpty() ? words : u"%1 (%2)"_s.arg(words, original));
}

QSize ChatDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {widthFor(option), layout(option, index).height};
}

void ChatDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StateColours &colours = stateColours(option.palette);
    const Layout place = layout(option, index);
    const auto delivery = index.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>();
    const bool isRefused = delivery == ChatModel::Delivery::Refused;
    const bool isSaid = !isRefused && delivery != ChatModel::Delivery::Pending;
    const QColor tone = isRefused ? colours.warning : colours.muted;

    painter->save();
    painter->setFont(strong(option.font));
    painter->setPen(isOfCaller(index) ? colours.accent : colours.text);
    painter->drawText(place.author, Qt::AlignLeft | Qt::AlignVCenter, author(index));
    if (const auto mark = markOf(index))
        paintGlyph(*painter, place.mark.adjusted(2, 2, -2, -2), *mark,
                   delivery == ChatModel::Delivery::Read ? colours.good : tone);
    painter->setFont(tabular(option.font));
    painter->setPen(tone);
    painter->drawText(place.about, Qt::AlignLeft | Qt::AlignVCenter, about(index));
    painter->setFont(option.font);
    painter->setPen(isSaid ? colours.text : colours.muted);
    wordsOf(index).paint(*painter, place.text);
    painter->setPen(colours.muted);
    originalOf(index).paint(*painter, place.original);
    painter->restore();
}

QString ChatDelegate::author(const QModelIndex &index) { return isOfCaller(index) ? tr("Caller") : tr("112"); }

QString ChatDelegate::about(const QModelIndex &index)
{
    const QString time = index.data(ChatModel::AtRole).toDateTime().toLocalTime().toString(u"HH:mm:ss"_s);
    QString told = time;
    if (!isOfCaller(index)) {
        switch (index.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>()) {
        case ChatModel::Delivery::Sent:
            told = tr("%1 - sent").arg(time);
            break;
        case ChatModel::Delivery::Delivered:
            told = tr("%1 - delivered").arg(time);
            break;
        case ChatModel::Delivery::Read:
            told = tr("%1 - read").arg(time);
            break;
        case ChatModel::Delivery::Pending:
            told = tr("%1 - sending").arg(time);
            break;
        case ChatModel::Delivery::Refused:
            told = tr("%1 - NOT SENT").arg(time);
            break;
        }
    }
    return index.data(ChatModel::DraftedRole).toBool() ? tr("%1 - machine-drafted").arg(told) : told;
}

} // namespace knock::ui
