// SPDX-License-Identifier: Apache-2.0
#include "ui/questions/questioncard.h"

#include "ui/kit/evengrid.h"
#include "ui/kit/keybutton.h"
#include "ui/kit/measured.h"
#include "ui/kit/words.h"

#include <algorithm>
#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <ranges>

using namespace Qt::StringLiterals;

namespace knock::ui {

QuestionCard::QuestionCard(desk::Desk &desk, std::vector<desk::Label> questions, const QAction *open, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_open(open)
    , m_scroll(new QScrollArea(this))
{
    auto *card = new QWidget;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(12, 4, 12, 4);
    auto *grid = new EvenGrid;
    column->addLayout(grid);
    column->addStretch(1);
    card->installEventFilter(this);
    m_scroll->setWidget(card);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->addWidget(m_scroll);
    for (desk::Label &question : questions) {
        addRow(std::move(question));
        grid->addWidget(m_rows.back().ask->parentWidget());
    }
    connect(open, &QAction::changed, this, &QuestionCard::refresh);
    connect(&desk, &desk::Desk::selectionChanged, this, &QuestionCard::refresh);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            refresh();
    });
    refresh();
}

void QuestionCard::addRow(desk::Label question)
{
    auto *cell = new QWidget(this);
    auto *line = new QHBoxLayout(cell);
    line->setContentsMargins({});
    auto *button = new QPushButton(cell);
    auto *answer = new QLabel(cell);
    button->setFocusPolicy(Qt::TabFocus);
    keepTargetHeight({button});
    answer->setTextFormat(Qt::PlainText);
    measureBy(cell, [cell, answer] {
        answer->setMinimumWidth(cell->fontMetrics().horizontalAdvance(u"Unclear (777) 00:00:00"_s));
    });
    line->addWidget(button, 1);
    line->addWidget(answer);
    m_rows.push_back({std::move(question), button, answer});

    const size_t row = m_rows.size() - 1;
    const auto askIt = [this, row] { ask(m_rows[row].question); };
    connect(button, &QPushButton::clicked, this, askIt);
    auto *number = new QShortcut(QKeyCombination(Qt::Key(Qt::Key_1 + int(row))), this);
    number->setContext(Qt::WidgetWithChildrenShortcut);
    number->setAutoRepeat(false);
    connect(number, &QShortcut::activated, this, askIt);
}

void QuestionCard::open()
{
    if (!m_rows.empty())
        m_rows.front().ask->setFocus(Qt::ShortcutFocusReason);
}

void QuestionCard::ask(const desk::Label &question)
{
    if (canAsk())
        m_desk.send(AskQuestion{m_desk.selected(), question.id, question.in(QLocale().name().left(2))});
}

bool QuestionCard::canAsk() const
{
    const Incident *incident = m_desk.current();
    return incident && m_desk.isMine(*incident) && incident->line == Incident::Line::Connected && !incident->prompting;
}

void QuestionCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

// A dock asks nobody how high they are at this width. All of them are shown while they are no more than a sixth of the
// window; of higher ones so many that the rest of the window has its place.
void QuestionCard::fit()
{
    m_isFitting = false;
    arrange();
    const int whole = m_scroll->widget()->heightForWidth(width());
    const int window = this->window()->height();
    const bool isWhole = whole <= window / 6;
    setMinimumHeight(std::min(whole, window / 6));
    // The bar takes width, and with it perhaps a column: where all are shown it must not come by itself.
    m_scroll->setVerticalScrollBarPolicy(isWhole ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

/// Where it is narrow each answer stands below its question.
void QuestionCard::arrange()
{
    int question = 0;
    int answer = 0;
    for (const Row &row : m_rows) {
        question = std::max(question, row.ask->sizeHint().width());
        answer = std::max(answer, row.answer->minimumWidth());
    }
    const QMargins around = m_scroll->widget()->layout()->contentsMargins();
    const int beside = around.left() + around.right() + m_scroll->verticalScrollBar()->sizeHint().width();
    m_scroll->setMinimumWidth(question + beside);
    for (const Row &row : m_rows) {
        auto *cell = static_cast<QBoxLayout *>(row.ask->parentWidget()->layout());
        const bool isNarrow = width() < question + cell->spacing() + answer + beside;
        cell->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    }
}

/// In the middle of a layout no dock hears that it has become too small.
void QuestionCard::fitSoon()
{
    if (!std::exchange(m_isFitting, true))
        QMetaObject::invokeMethod(this, &QuestionCard::fit, Qt::QueuedConnection);
}

void QuestionCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSoon();
}

bool QuestionCard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        fitSoon();
    return QWidget::eventFilter(watched, event);
}

void QuestionCard::refresh()
{
    setAccessibleName(tr("Questions"));
    const Incident *incident = m_desk.current();
    const bool enabled = canAsk();
    setToolTip(tr("Read one aloud: “1 for yes, 2 for no.” %1 and its number marks it as asked.").arg(keyText(m_open)));
    for (const Row &row : m_rows) {
        const Incident::Question *asked = nullptr;
        if (incident) {
            const auto latest = incident->questions | std::views::reverse;
            const auto found
                = std::ranges::find(latest, row.question.id, [](const auto &q) { return q.asked.question; });
            asked = found == latest.end() ? nullptr : &*found;
        }
        // A button that is switched off hands the keyboard to its neighbour.
        if (!enabled && row.ask->hasFocus())
            row.ask->clearFocus();
        row.ask->setEnabled(enabled);
        tell(row, asked);
    }
}

void QuestionCard::tell(const Row &row, const Incident::Question *asked)
{
    const auto number = &row - m_rows.data() + 1;
    const QString text = row.question.in(QLocale().name().left(2));
    row.ask->setText(u"%1  %2"_s.arg(number).arg(text));
    QString answer;
    if (asked && asked->answered)
        answer = Words::of(*asked->answered);
    else if (asked)
        answer = tr("asked %1").arg(asked->asked.at.toLocalTime().toString(u"HH:mm:ss"));
    row.answer->setText(answer);
    QFont font = row.answer->font();
    font.setBold(asked && asked->answered);
    row.answer->setFont(font);
    row.ask->setAccessibleName(answer.isEmpty() ? text : u"%1 %2"_s.arg(text, answer));
}

} // namespace knock::ui
