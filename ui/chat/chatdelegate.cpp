// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/chatdelegate.h"

#include "app/workstation/desk/chatmodel.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/statecolours.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QTextLayout>
#include <QtMath>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::ChatModel;

namespace {

constexpr int gap = 8;

/// Between words, and inside a word only where it is longer than the line.
QTextOption wrapped()
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

int heightOf(const QString &text, const QFont &font, int width)
{
    QTextLayout layout(text, font);
    layout.setTextOption(wrapped());
    layout.beginLayout();
    qreal height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        height += line.height();
    }
    layout.endLayout();
    return qCeil(height);
}

/// Line breaks of the caller become spaces: a thousand of them must not push the rest off the screen.
QString oneParagraph(const QModelIndex &index) { return index.data(ChatModel::TextRole).toString().simplified(); }

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
    layout.about = {left + authorWidth + gap, top, std::max(0, width - authorWidth - gap), line};
    layout.text = {left, top + line, width, heightOf(oneParagraph(index), option.font, width)};
    layout.height = line + layout.text.height() + gap;
    return layout;
}

QString ChatDelegate::spoken(const QModelIndex &index)
{
    return u"%1, %2: %3"_s.arg(author(index), about(index), oneParagraph(index));
}

QSize ChatDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {widthFor(option), layout(option, index).height};
}

void ChatDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StateColours &colours = stateColours(option.palette);
    const Layout place = layout(option, index);
    const bool caller = index.data(ChatModel::AuthorRole).value<Message::Author>() == Message::Author::Caller;
    const auto delivery = index.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>();
    const bool refused = delivery == ChatModel::Delivery::Refused;

    painter->save();
    painter->setFont(strong(option.font));
    painter->setPen(caller ? colours.accent : colours.text);
    painter->drawText(place.author, Qt::AlignLeft | Qt::AlignVCenter, author(index));
    painter->setFont(tabular(option.font));
    painter->setPen(refused ? colours.warning : colours.muted);
    painter->drawText(place.about, Qt::AlignLeft | Qt::AlignVCenter, about(index));
    painter->setFont(option.font);
    painter->setPen(delivery == ChatModel::Delivery::Sent ? colours.text : colours.muted);
    painter->drawText(place.text, oneParagraph(index), wrapped());
    painter->restore();
}

QString ChatDelegate::author(const QModelIndex &index)
{
    const bool caller = index.data(ChatModel::AuthorRole).value<Message::Author>() == Message::Author::Caller;
    return caller ? tr("Caller") : tr("112");
}

QString ChatDelegate::about(const QModelIndex &index)
{
    const QString time = index.data(ChatModel::AtRole).toDateTime().toLocalTime().toString(u"HH:mm:ss"_s);
    switch (index.data(ChatModel::DeliveryRole).value<ChatModel::Delivery>()) {
    case ChatModel::Delivery::Sent:
        return time;
    case ChatModel::Delivery::Pending:
        return tr("%1 - sending").arg(time);
    case ChatModel::Delivery::Refused:
        return tr("%1 - NOT SENT").arg(time);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace knock::ui
