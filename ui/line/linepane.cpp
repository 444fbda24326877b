// SPDX-License-Identifier: Apache-2.0
#include "ui/line/linepane.h"

#include "app/core/guard.h"
#include "app/workstation/sound/headset.h"
#include "ui/kit/elapsedlabel.h"
#include "ui/kit/measured.h"
#include "ui/kit/words.h"
#include "ui/line/linestrip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

namespace knock::ui {

namespace {

constexpr int quietest = -60; // dBm0
constexpr int loudest = 3;

} // namespace

LinePane::LinePane(desk::Desk &desk, Ticker &ticker, sound::Headset *headset, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_ticker(ticker)
    , m_model(desk, ticker.clock())
    , m_strip(new LineStrip(m_model, this))
    , m_silence(new QLabel(this))
    , m_kept(new QLabel(this))
    , m_answer(new QLabel(this))
    , m_left(new QProgressBar(this))
    , m_headset(headset)
    , m_microphone(new QLabel(this))
    , m_level(new QProgressBar(this))
{
    m_silence->setFont(tabular(font()));
    m_left->setRange(0, static_cast<int>(answerGuard.count()));
    m_level->setRange(quietest, loudest);
    for (QProgressBar *bar : {m_left, m_level}) {
        bar->setTextVisible(false);
        bar->setFixedHeight(8);
    }
    measureBy(this, [this] {
        m_left->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
        m_level->setMaximumWidth(fontMetrics().averageCharWidth() * 12);
    });
    auto *facts = new QHBoxLayout;
    facts->setSpacing(12);
    facts->addWidget(m_silence, 1);
    facts->addWidget(m_kept);
    facts->addWidget(m_answer);
    facts->addWidget(m_left);
    facts->addWidget(m_microphone);
    facts->addWidget(m_level);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 4, 12, 4);
    column->setSpacing(4);
    column->addLayout(facts);
    column->addWidget(m_strip, 1);
    connect(&m_model, &desk::LineModel::changed, this, &LinePane::refresh);
    connect(&desk, &desk::Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            refresh();
    });
    connect(&ticker, &Ticker::ticked, this, &LinePane::refresh);
    if (m_headset) {
        connect(m_headset, &sound::Headset::level, this,
                [this](Dbm0 level) { m_level->setValue(static_cast<int>(level.value)); });
        connect(m_headset, &sound::Headset::mutedChanged, this, &LinePane::showHeadset);
        connect(m_headset, &sound::Headset::devicesChanged, this, &LinePane::showHeadset);
        connect(m_headset, &sound::Headset::troubled, this, [this](const QString &device) {
            m_broken = device;
            showHeadset();
        });
    }
    showHeadset();
    refresh();
}

/// That nobody hears the operator must be seen before anybody speaks.
void LinePane::showHeadset()
{
    const bool works = m_headset && !m_headset->microphone().isNull() && m_broken.isEmpty();
    m_microphone->setText(!m_headset                 ? QString()
                              : !m_broken.isEmpty()  ? tr("%1 does not work").arg(m_broken)
                              : !works               ? tr("No microphone")
                              : m_headset->isMuted() ? tr("MICROPHONE OFF")
                                                     : tr("Microphone"));
    m_level->setVisible(works && !m_headset->isMuted());
    m_level->setAccessibleName(tr("Level of the microphone"));
}

void LinePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        refresh();
        showHeadset();
    }
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

    const bool hasSound = connected || (incident && !incident->recordings.empty());
    m_kept->setText(hasSound ? Words::kept(incident->recordings) : QString());

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
