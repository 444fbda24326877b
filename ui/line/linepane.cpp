// SPDX-License-Identifier: Apache-2.0
#include "ui/line/linepane.h"

#include "app/core/guard.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/line/linestrip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

namespace knock::ui {

LinePane::LinePane(desk::Desk &desk, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_model(desk, ticker.clock())
    , m_strip(new LineStrip(m_model, this))
    , m_silence(new QLabel(this))
    , m_answer(new QLabel(this))
    , m_left(new QProgressBar(this))
{
    m_silence->setFont(tabular(font()));
    m_left->setRange(0, static_cast<int>(answerGuard.count()));
    m_left->setTextVisible(false);
    m_left->setFixedHeight(8);
    m_left->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(12);
    facts->addWidget(m_silence, 1);
    facts->addWidget(m_answer);
    facts->addWidget(m_left);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 4, 12, 4);
    column->setSpacing(4);
    column->addLayout(facts);
    column->addWidget(m_strip, 1);
    connect(&m_model, &desk::LineModel::changed, this, &LinePane::refresh);
    connect(&ticker, &Ticker::ticked, this, &LinePane::refresh);
    refresh();
}

void LinePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

void LinePane::refresh()
{
    const Incident *incident = m_desk.current();
    const desk::LineModel::Strip *strip = m_model.current();
    const bool connected = incident && incident->line == Incident::Line::Connected;
    const double silent = strip ? static_cast<double>(strip->silence.count()) / 1000 : 0;
    m_silence->setText(connected && strip && !strip->moments.empty()
                           ? tr("Silence %1 s").arg(QLocale().toString(silent, 'f', 1))
                           : QString());

    std::chrono::milliseconds left{0};
    const bool unanswered = connected && incident->knock == Incident::Knock::None && !incident->prompting;
    if (unanswered && incident->promptEnded)
        left = answerGuard - std::chrono::milliseconds(incident->promptEnded->msecsTo(m_ticker.now()));
    const bool isWaiting = left.count() > 0;
    m_answer->setText(connected && incident->prompting ? tr("Asking…")
                          : isWaiting                  ? tr("Give time to answer")
                                                       : QString());
    m_left->setValue(static_cast<int>(std::max<qint64>(0, left.count())));
    m_left->setVisible(isWaiting);
    setAccessibleName(tr("Line"));
    setAccessibleDescription(m_silence->text());
    m_strip->update();
}

} // namespace knock::ui
