// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuedelegate.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/words.h"
#include "ui/queue/queuewords.h"

#include <algorithm>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

constexpr int gap = 8;
constexpr int bar = 4;

QFont strong(const QFont &font)
{
    QFont bold = font;
    bold.setBold(true);
    return bold;
}

} // namespace

QueueDelegate::QueueDelegate(Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_ticker(ticker)
{
}

QueueDelegate::Layout QueueDelegate::layout(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QFontMetrics metrics(strong(option.font));
    const int line = metrics.height();
    const QRect &row = option.rect;
    const int top = row.top() + (row.height() - 2 * line - gap / 2) / 2;
    const int second = top + line + gap / 2;
    const int left = row.left() + bar + gap;
    const int words = left + line + gap;
    const int right = row.right() - gap;
    const int clockWidth = metrics.horizontalAdvance(u"0:00:00"_s);
    const int numberWidth
        = QFontMetrics(option.font)
              .horizontalAdvance(Words::number(index.data(desk::QueueModel::NumberRole).toString()) + u' ');

    Layout layout;
    layout.mark = {row.left(), row.top(), bar, row.height()};
    layout.glyph = {left, top, line, line};
    layout.clock = {right - clockWidth, top, clockWidth, line};
    layout.word = {words, top, layout.clock.left() - gap - words, line};
    layout.number = {words, second, std::min(numberWidth, right - words), line};
    const int facts = layout.number.right() + gap;
    const bool isMarked = index.data(desk::QueueModel::SilentBeforeRole).toBool();
    const int room = std::max(0, right - facts - (isMarked ? line : 0));
    layout.facts = {right - room, second, room, line};
    layout.before = {layout.facts.left() - line, second, isMarked ? line : 0, line};
    return layout;
}

QString QueueDelegate::facts(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QStringList ways = QueueWords::facts(index);
    const int room = layout(option, index).facts.width();
    const auto fitting = std::ranges::find_if(ways, [metrics = QFontMetrics(option.font), room](const QString &facts) {
        return metrics.horizontalAdvance(facts) < room;
    });
    return fitting == ways.end() ? ways.last() : *fitting;
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = QFontMetrics(strong(option.font)).height();
    return {option.rect.width(), 2 * line + gap / 2 + 2 * gap};
}

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StateColours &colours = stateColours(option.palette);
    const QDateTime now = m_ticker.now();
    const QueueLook look = QueueWords::look(index, now);
    const QColor tone = colours.*look.tone;
    const Layout place = layout(option, index);
    const bool selected = option.state & QStyle::State_Selected;

    painter->save();
    painter->fillRect(option.rect, selected ? colours.selected : colours.raised);
    if (selected)
        painter->fillRect(place.mark, colours.accent);
    painter->setPen(colours.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    paintGlyph(*painter, place.glyph, look.glyph, tone);

    const auto draw = [&](const QRect &rect, int flags, const QFont &font, const QColor &colour, const QString &text) {
        painter->setFont(font);
        painter->setPen(colour);
        const QString fitting = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
        painter->drawText(rect, flags | Qt::AlignVCenter | Qt::TextSingleLine, fitting);
    };
    const QString number = Words::number(index.data(desk::QueueModel::NumberRole).toString());
    const QString clock = elapsedText(index.data(desk::QueueModel::ArrivedRole).toDateTime(), now);
    draw(place.word, Qt::AlignLeft, strong(option.font), tone, look.word);
    draw(place.clock, Qt::AlignRight, tabular(strong(option.font)), tone, clock);
    draw(place.number, Qt::AlignLeft, tabular(option.font), colours.text, number);
    draw(place.facts, Qt::AlignRight, option.font, colours.muted, facts(option, index));
    if (place.before.width() > 0)
        paintGlyph(*painter, place.before.adjusted(2, 2, -2, -2), Glyph::Warning, colours.warning);

    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(colours.accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

} // namespace knock::ui
