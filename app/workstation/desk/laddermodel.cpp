// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/laddermodel.h"

namespace knock::desk {

namespace {

using Rung = LadderModel::Rung;

QDateTime timeOf(Rung rung, const Incident &i)
{
    switch (rung) {
    case Rung::Ring:
        return i.arrived;
    case Rung::Answered:
        return i.answered.value_or(QDateTime());
    case Rung::Asked:
        return i.prompted.value_or(QDateTime());
    case Rung::Knocked:
        return i.heard ? i.heard->at : QDateTime();
    case Rung::Confirmed:
        return i.confirmed.value_or(QDateTime());
    case Rung::LinkSent:
        return i.invite ? i.invite->at : QDateTime();
    case Rung::Accepted:
        return i.inviteDelivered.value_or(i.inviteAccepted.value_or(QDateTime()));
    case Rung::Opened:
        return i.opened.value_or(QDateTime());
    case Rung::Located:
        return i.located.value_or(QDateTime());
    case Rung::Live:
        return i.live.value_or(QDateTime());
    case Rung::Ordered:
        return i.orders.empty() ? QDateTime() : i.orders.front().at;
    }
    Q_UNREACHABLE_RETURN({});
}

/// The rung that \a step leads to.
std::optional<Rung> rungOf(Step step, const Incident &i)
{
    switch (step) {
    case Step::Answer:
        return Rung::Answered;
    case Step::Ask:
        return i.prompted ? Rung::Knocked : Rung::Asked;
    case Step::Listen:
        return Rung::Knocked;
    case Step::Judge:
        return Rung::Confirmed;
    case Step::Order:
        return Rung::Ordered;
    case Step::SendLink:
        return Rung::LinkSent;
    case Step::Wait:
        return i.inviteAccepted ? Rung::Opened : Rung::Accepted;
    case Step::Write:
        if (!i.located)
            return Rung::Located;
        return i.live ? std::nullopt : std::optional(Rung::Live);
    case Step::None:
    case Step::Close:
        return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

Step nextStepOfHelp(const Incident &incident, const QDateTime &now)
{
    if (incident.orders.empty())
        return Step::Order;
    if (incident.opened) {
        const bool over = incident.line == Incident::Line::Ended && !incident.present;
        // Nobody is told to let go of a caller whose line was lost.
        return over && !incident.isLostAfterKnock() ? Step::Close : Step::Write;
    }
    const bool usable = incident.invite && !incident.inviteFailed && now < incident.invite->expires;
    return usable ? Step::Wait : Step::SendLink;
}

} // namespace

Step nextStep(const Incident &incident, const QDateTime &now)
{
    if (!incident.isOpen())
        return Step::None;
    if (incident.hasAlert())
        return Step::Judge;
    if (incident.line == Incident::Line::Ringing)
        return Step::Answer;
    const bool needsHelp = incident.knock == Incident::Knock::Confirmed || incident.invite || !incident.orders.empty();
    if (needsHelp)
        return nextStepOfHelp(incident, now);
    if (incident.line == Incident::Line::Ended)
        return Step::Close;
    const bool windowOpen = incident.windowEnds && now < *incident.windowEnds;
    return incident.prompting || windowOpen ? Step::Listen : Step::Ask;
}

LadderModel::LadderModel(Desk &desk, const Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_rows(rowsNow())
{
    connect(&desk, &Desk::selectionChanged, this, &LadderModel::refresh);
    connect(&desk, &Desk::changed, this, [this](IncidentId incident) {
        if (incident == m_desk.selected())
            refresh();
    });
}

int LadderModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(count); }

QVariant LadderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(static_cast<size_t>(index.row()));
    switch (role) {
    case RungRole:
        return QVariant::fromValue(static_cast<Rung>(index.row()));
    case AtRole:
        return row.at;
    case ProgressRole:
        return QVariant::fromValue(row.progress);
    case DeliveredRole:
        return m_delivered && static_cast<Rung>(index.row()) == Rung::Accepted;
    default:
        return {};
    }
}

Step LadderModel::nextStep() const
{
    const Incident *incident = m_desk.current();
    return incident ? desk::nextStep(*incident, m_clock.now()) : Step::None;
}

void LadderModel::refresh()
{
    const Incident *incident = m_desk.current();
    const bool delivered = incident && incident->inviteDelivered;
    const Rows rows = rowsNow();
    if (rows == m_rows && delivered == m_delivered)
        return;
    m_rows = rows;
    m_delivered = delivered;
    Q_EMIT dataChanged(index(0), index(static_cast<int>(count) - 1));
}

LadderModel::Rows LadderModel::rowsNow() const
{
    Rows rows;
    const Incident *incident = m_desk.current();
    if (!incident)
        return rows;
    const std::optional<Rung> next = rungOf(nextStep(), *incident);
    for (size_t i = 0; i < count; ++i) {
        const auto rung = static_cast<Rung>(i);
        Row &row = rows.at(i);
        row.at = timeOf(rung, *incident);
        if (rung == Rung::LinkSent && incident->inviteFailed)
            row.progress = Progress::Failed;
        else if (rung == next)
            row.progress = Progress::Next;
        else if (row.at.isValid())
            row.progress = Progress::Done;
    }
    return rows;
}

} // namespace knock::desk
