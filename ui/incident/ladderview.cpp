// SPDX-License-Identifier: Apache-2.0
#include "ui/incident/ladderview.h"

#include "ui/kit/elapsedlabel.h"
#include "ui/kit/evengrid.h"
#include "ui/kit/glyph.h"
#include "ui/kit/statecolours.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace knock::ui {

using desk::LadderModel;

namespace {

constexpr int gap = 4;

struct Look {
    Glyph glyph;
    QColor StateColours::*tone;
};

Look lookOf(LadderModel::Progress progress)
{
    switch (progress) {
    case LadderModel::Progress::Done:
        return {Glyph::Done, &StateColours::good};
    case LadderModel::Progress::Next:
        return {Glyph::Next, &StateColours::accent};
    case LadderModel::Progress::Ahead:
        return {Glyph::Ahead, &StateColours::muted};
    case LadderModel::Progress::Failed:
        return {Glyph::Failed, &StateColours::warning};
    case LadderModel::Progress::Gone:
        return {Glyph::Left, &StateColours::warning};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

RungView::RungView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RungView::show(const QString &word, const QString &clock, LadderModel::Progress progress)
{
    if (word == m_word && clock == m_clock && progress == m_progress)
        return;
    const bool relay = word != m_word;
    m_word = word;
    m_clock = clock;
    m_progress = progress;
    if (relay)
        updateGeometry();
    update();
}

RungView::Layout RungView::layout() const
{
    const int line = fontMetrics().height();
    const int left = gap + line + gap;
    return {{gap, gap, line, line}, {left, gap, width() - left, line}, {left, gap + line, width() - left, line}};
}

QSize RungView::minimumSizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const int words = std::max(metrics.horizontalAdvance(m_word), metrics.horizontalAdvance(u"0:00:00"_s));
    return {gap + metrics.height() + gap + words + gap, 2 * metrics.height() + 2 * gap};
}

void RungView::paintEvent(QPaintEvent *)
{
    const StateColours &colours = stateColours(palette());
    const Look look = lookOf(m_progress);
    const QColor tone = colours.*look.tone;
    const Layout place = layout();
    const bool next = m_progress == LadderModel::Progress::Next;
    QPainter painter(this);
    if (next)
        painter.fillRect(rect(), colours.selected);
    paintGlyph(painter, place.glyph, look.glyph, tone);
    QFont font = this->font();
    font.setBold(next);
    painter.setFont(font);
    painter.setPen(m_progress == LadderModel::Progress::Done ? colours.text : tone);
    painter.drawText(place.word, Qt::AlignLeft | Qt::AlignVCenter, m_word);
    painter.setFont(tabular(font));
    painter.setPen(next ? tone : colours.muted);
    painter.drawText(place.clock, Qt::AlignLeft | Qt::AlignVCenter, m_clock);
}

LadderView::LadderView(const LadderModel &model, Ticker &ticker, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_ticker(ticker)
{
    auto *grid = new EvenGrid(this);
    for (int row = 0; row < model.rowCount(); ++row) {
        m_rungs.append(new RungView(this));
        grid->addWidget(m_rungs.last());
    }
    // The height follows the width: two rows where the window is narrow, one where it is wide.
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&model, &QAbstractItemModel::dataChanged, this, &LadderView::follow);
    connect(&ticker, &Ticker::ticked, this, &LadderView::follow);
    follow();
}

void LadderView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        follow();
}

void LadderView::follow()
{
    const QDateTime now = m_ticker.now();
    setAccessibleName(tr("Steps of the incident"));
    for (int row = 0; row < m_rungs.size(); ++row) {
        const QModelIndex rung = m_model.index(row);
        const auto progress = rung.data(LadderModel::ProgressRole).value<LadderModel::Progress>();
        const QString name = word(rung.data(LadderModel::RungRole).value<LadderModel::Rung>(),
                                  rung.data(LadderModel::StageRole).value<LadderModel::Stage>());
        const QString clock = clockOf(row, now);
        m_rungs.at(row)->show(name, clock, progress);
        m_rungs.at(row)->setAccessibleName(u"%1: %2, %3"_s.arg(name, word(progress), clock));
        const QString history = historyOf(row);
        m_rungs.at(row)->setToolTip(history);
        m_rungs.at(row)->setAccessibleDescription(history);
    }
}

/// From the ring to the rung; of the next rung how long the caller has waited so far.
QString LadderView::clockOf(int row, const QDateTime &now) const
{
    const QDateTime ring = m_model.index(0).data(LadderModel::AtRole).toDateTime();
    const QDateTime at = m_model.index(row).data(LadderModel::AtRole).toDateTime();
    const auto progress = m_model.index(row).data(LadderModel::ProgressRole).value<LadderModel::Progress>();
    if (row == 0)
        return ring.isValid() ? ring.toLocalTime().toString(u"HH:mm:ss"_s) : u"-"_s;
    if (progress == LadderModel::Progress::Next)
        return elapsedText(ring, now);
    return at.isValid() ? elapsedText(ring, at) : u"-"_s;
}

/// Of a rung that more than one thing became true of: each with its clock.
QString LadderView::historyOf(int row) const
{
    const QModelIndex rung = m_model.index(row);
    const auto marks = rung.data(LadderModel::MarksRole).value<std::vector<LadderModel::Mark>>();
    if (marks.size() < 2)
        return {};
    const QDateTime ring = m_model.index(0).data(LadderModel::AtRole).toDateTime();
    QStringList history;
    for (const LadderModel::Mark &mark : marks) {
        const QString name = word(rung.data(LadderModel::RungRole).value<LadderModel::Rung>(), mark.stage);
        history << u"%1 %2"_s.arg(name, elapsedText(ring, mark.at));
    }
    return history.join(u" · "_s);
}

QString LadderView::word(LadderModel::Rung rung, LadderModel::Stage stage)
{
    switch (stage) {
    case LadderModel::Stage::Plain:
        return word(rung);
    case LadderModel::Stage::Accepted:
        return tr("Accepted");
    case LadderModel::Stage::Previewed:
        return tr("Previewed");
    case LadderModel::Stage::Delivered:
        return tr("Delivered");
    case LadderModel::Stage::Disguised:
        return tr("Disguised");
    case LadderModel::Stage::Black:
        return tr("Black");
    case LadderModel::Stage::Left:
        return tr("Left");
    case LadderModel::Stage::Fled:
        return tr("Fled");
    case LadderModel::Stage::Denied:
        return tr("Denied");
    case LadderModel::Stage::Lacking:
        return tr("Lacking");
    case LadderModel::Stage::Stills:
        return tr("Stills");
    case LadderModel::Stage::Coded:
        return tr("Coded talk");
    case LadderModel::Stage::Taken:
        return tr("Taken");
    case LadderModel::Stage::Unpassed:
        return tr("Not passed");
    }
    Q_UNREACHABLE_RETURN({});
}

QString LadderView::word(LadderModel::Rung rung)
{
    switch (rung) {
    case LadderModel::Rung::Ring:
        return tr("Ring");
    case LadderModel::Rung::Answered:
        return tr("Answered");
    case LadderModel::Rung::Asked:
        return tr("Asked");
    case LadderModel::Rung::Knocked:
        return tr("Knocked");
    case LadderModel::Rung::Confirmed:
        return tr("Confirmed");
    case LadderModel::Rung::Ordered:
        return tr("Ordered");
    case LadderModel::Rung::LinkSent:
        return tr("Link sent");
    case LadderModel::Rung::Opened:
        return tr("Opened");
    case LadderModel::Rung::Allowed:
        return tr("Allowed");
    case LadderModel::Rung::Located:
        return tr("Located");
    case LadderModel::Rung::Live:
        return tr("Live");
    case LadderModel::Rung::Wrote:
        return tr("Wrote");
    }
    Q_UNREACHABLE_RETURN({});
}

QString LadderView::word(LadderModel::Progress progress)
{
    switch (progress) {
    case LadderModel::Progress::Done:
        return tr("done");
    case LadderModel::Progress::Next:
        return tr("next");
    case LadderModel::Progress::Ahead:
        return tr("not yet");
    case LadderModel::Progress::Failed:
        return tr("failed");
    case LadderModel::Progress::Gone:
        return tr("over");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace knock::ui
