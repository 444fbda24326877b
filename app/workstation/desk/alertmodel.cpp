// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/alertmodel.h"

#include "app/workstation/desk/numbers.h"

#include <algorithm>

namespace knock::desk {

namespace {

constexpr std::ptrdiff_t mostPresses = 12;

/// Nobody but the one who marked it has heard of coded talk: the room is told until help is on its way.
bool isNewlyMarked(const Incident &incident)
{
    return incident.isOpen() && incident.codedTalk && incident.knock == Incident::Knock::Confirmed
        && incident.orders.empty();
}

} // namespace

AlertModel::AlertModel(Desk &desk, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
{
    connect(&desk, &Desk::changed, this, [this](IncidentId incident) { take(incident); });
    for (const auto &[id, incident] : desk.incidents())
        take(id);
}

int AlertModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AlertModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(static_cast<size_t>(index.row()));
    switch (role) {
    case IncidentRole:
        return QVariant::fromValue(row.incident);
    case Qt::DisplayRole:
    case NumberRole:
        return row.number;
    case DigitsRole:
        return row.heard ? row.heard->digits : QVariant();
    case AfterPromptRole:
        return row.heard ? QVariant::fromValue<qint64>(row.heard->afterPrompt.count()) : QVariant();
    case TrainRole:
        return row.heard && row.heard->train;
    case PressesRole:
        return QVariant::fromValue(row.presses);
    case AtRole:
        return row.marked ? row.marked->at : row.heard->at;
    case MarkedRole:
        return row.marked ? QVariant::fromValue(*row.marked) : QVariant();
    case JudgedRole:
        return row.judged;
    case LostRole:
        return row.lost;
    default:
        return {};
    }
}

int AlertModel::rowOf(IncidentId incident) const
{
    const auto it = std::ranges::find(m_rows, incident, &Row::incident);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

void AlertModel::take(IncidentId incident)
{
    const Incident *known = m_desk.find(incident);
    const bool wanted = known && (known->heard || known->codedTalk)
        && (known->hasAlert() || known->isLostAfterKnock() || isNewlyMarked(*known));
    const int at = rowOf(incident);
    if (!wanted) {
        if (at < 0)
            return;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
        return;
    }
    const bool judged = known->knock == Incident::Knock::Confirmed;
    const auto shown = std::min<std::ptrdiff_t>(mostPresses, std::ssize(known->presses));
    Row row{incident,
            maskedNumber(known->number),
            known->heard,
            known->codedTalk,
            {known->presses.end() - shown, known->presses.end()},
            judged,
            known->isLostAfterKnock()};
    if (at < 0) {
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.push_back(std::move(row));
        endInsertRows();
        return;
    }
    Row &old = m_rows.at(static_cast<size_t>(at));
    if (old == row)
        return;
    old = std::move(row);
    Q_EMIT dataChanged(index(at), index(at));
}

} // namespace knock::desk
