// SPDX-License-Identifier: Apache-2.0
#include "ui/line/linestrip.h"

#include "ui/kit/statecolours.h"

#include <algorithm>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace knock::ui {

namespace {

using Mark = desk::LineModel::Mark;

// Of a telephone line: below the one nothing is heard, above the other nothing comes.
constexpr double softest = -60; // dBm0
constexpr double loudest = -5;
constexpr auto toldEvery = std::chrono::milliseconds(200);

} // namespace

LineStrip::LineStrip(const desk::LineModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize LineStrip::sizeHint() const { return {400, 4 * fontMetrics().height()}; }

QSize LineStrip::minimumSizeHint() const { return {160, 7 * fontMetrics().height() / 2}; }

QString LineStrip::wordOf(const Mark &mark)
{
    switch (mark.kind) {
    case Mark::Kind::Key:
        return mark.key;
    case Mark::Kind::Prompt:
        return tr("asked");
    case Mark::Kind::Speech:
        return tr("voice");
    case Mark::Kind::Breath:
        return tr("breath?");
    case Mark::Kind::Knocking:
        return tr("knocking?");
    }
    return {};
}

int LineStrip::xOf(const QDateTime &at, const QDateTime &now) const
{
    const double age = static_cast<double>(at.msecsTo(now)) / std::chrono::milliseconds(desk::LineModel::span).count();
    return static_cast<int>((1 - std::clamp(age, 0.0, 1.0)) * width());
}

void LineStrip::paintEvent(QPaintEvent *)
{
    const StateColours &colours = stateColours(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.raised);
    if (const desk::LineModel::Strip *strip = m_model.current()) {
        const QDateTime now = m_model.now();
        paintLevels(painter, *strip, now);
        paintMarks(painter, *strip, now);
    }
    painter.setPen(colours.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

// Grows from the bottom; the words of the marks have the two lines above it.
void LineStrip::paintLevels(QPainter &painter, const desk::LineModel::Strip &strip, const QDateTime &now) const
{
    const StateColours &colours = stateColours(palette());
    const int most = height() - 2 * fontMetrics().height();
    for (const auto &[at, level] : strip.moments) {
        const double part = std::clamp((level.value - softest) / (loudest - softest), 0.0, 1.0);
        const int tall = std::max(1, static_cast<int>(part * most));
        const int left = xOf(at.addDuration(-toldEvery), now);
        painter.fillRect(left, height() - tall, std::max(1, xOf(at, now) - left), tall, colours.muted);
    }
}

void LineStrip::paintMarks(QPainter &painter, const desk::LineModel::Strip &strip, const QDateTime &now) const
{
    const StateColours &colours = stateColours(palette());
    const int line = fontMetrics().height();
    int freeFrom[2] = {0, 0}; // words do not lie over each other; what finds no room keeps its stroke
    const QDateTime oldest = now.addDuration(-desk::LineModel::span);
    for (const Mark &mark : strip.marks) {
        // Of a line that has fallen silent nothing more is told, so its marks are still there.
        if (mark.until.value_or(mark.at) < oldest)
            continue;
        const bool isHint = mark.kind != Mark::Kind::Key && mark.kind != Mark::Kind::Prompt;
        const int row = isHint ? 1 : 0;
        const QColor colour = mark.kind == Mark::Kind::Key ? colours.accent : colours.text;
        const int x = xOf(mark.at, now);
        if (mark.kind == Mark::Kind::Prompt) {
            const int end = xOf(mark.until.value_or(now), now);
            QColor ground = colours.accent;
            ground.setAlpha(60);
            painter.fillRect(x, 0, std::max(2, end - x), height(), ground);
        } else {
            painter.fillRect(x, row * line, 2, height() - row * line, colour);
        }
        QFont font = this->font();
        font.setBold(mark.kind == Mark::Kind::Key);
        painter.setFont(font);
        painter.setPen(colour);
        const QString word = wordOf(mark);
        const int wide = QFontMetrics(font).horizontalAdvance(word);
        const int from = std::min(x + 4, width() - wide - 4);
        if (from >= freeFrom[row]) {
            painter.drawText(from, row * line + fontMetrics().ascent(), word);
            freeFrom[row] = from + wide + 4;
        }
    }
}

} // namespace knock::ui
