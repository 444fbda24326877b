// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/queuemodel.h"

#include "app/workstation/desk/numbers.h"

#include <algorithm>

namespace knock::desk {

namespace {

using State = QueueModel::State;

State stateOf(const Incident &incident, bool mine)
{
    if (!incident.isOpen())
        return State::Closed;
    if (incident.isLostAfterKnock())
        return State::LostAfterKnock;
    if (incident.hasAlert())
        return State::Alert;
    if (incident.isMissed())
        return State::Missed;
    if (incident.line == Incident::Line::Ringing)
        return State::Ringing;
    if (incident.held)
        return State::Held;
    if (!mine)
        return State::Others;
    return incident.line == Incident::Line::Ended ? State::AfterCall : State::Mine;
}

/// A line lost before anyone judged its knock is still an alert first of all.
int rankOf(State state, bool alert) { return alert ? -1 : static_cast<int>(state); }

} // namespace

QueueModel::QueueModel(Desk &desk, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
{
    connect(&desk, &Desk::changed, this, [this](IncidentId incident) { take(incident); });
    // Whose call is whose is known only now.
    connect(&desk, &Desk::caughtUp, this, &QueueModel::reload);
    reload();
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(static_cast<size_t>(index.row()));
    switch (role) {
    case IncidentRole:
        return QVariant::fromValue(row.key.incident);
    case Qt::DisplayRole:
    case NumberRole:
        return row.number;
    case StateRole:
        return QVariant::fromValue(row.state);
    case ArrivedRole:
        return row.arrived;
    case PressesRole:
        return row.presses;
    case SilentBeforeRole:
        return row.silentBefore;
    case SourceRole:
        return row.source ? QVariant::fromValue(*row.source) : QVariant();
    default:
        return {};
    }
}

int QueueModel::rowOf(IncidentId incident) const
{
    if (m_held)
        return m_heldRows.value(incident, -1);
    const auto key = m_keys.constFind(incident);
    return key == m_keys.constEnd() ? -1 : placeOf(*key);
}

IncidentId QueueModel::incidentAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows.at(static_cast<size_t>(row)).key.incident : IncidentId{};
}

void QueueModel::setHeld(bool held)
{
    if (held == m_held)
        return;
    if (held) {
        for (int row = 0; row < rowCount(); ++row)
            m_heldRows.insert(incidentAt(row), row);
        m_held = true;
        return;
    }
    m_held = false;
    m_heldRows.clear();
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_rows.at(static_cast<size_t>(row)).state == State::Closed)
            remove(row);
    }
    sort();
}

void QueueModel::take(IncidentId incident)
{
    const Incident *known = m_desk.find(incident);
    if (!known)
        return;
    const int at = rowOf(incident);
    if (at < 0 && known->isOpen())
        insert(rowFor(*known));
    else if (at >= 0 && !known->isOpen() && !m_held)
        remove(at);
    else if (at >= 0)
        replace(at, rowFor(*known));
}

void QueueModel::insert(Row row)
{
    const int at = m_held ? rowCount() : placeOf(row.key);
    const IncidentId incident = row.key.incident;
    beginInsertRows({}, at, at);
    m_keys.insert(incident, row.key);
    if (m_held)
        m_heldRows.insert(incident, at);
    m_rows.insert(m_rows.begin() + at, std::move(row));
    endInsertRows();
}

void QueueModel::replace(int at, Row row)
{
    const auto old = m_rows.begin() + at;
    if (*old == row)
        return;
    int now = at;
    if (!m_held && row.key != old->key) {
        const int before = placeOf(row.key);
        if (before != at && before != at + 1) {
            beginMoveRows({}, at, at, {}, before);
            const auto to = m_rows.begin() + before;
            if (before < at)
                std::rotate(to, old, old + 1);
            else
                std::rotate(old, old + 1, to);
            now = before < at ? before : before - 1;
        }
        m_keys.insert(row.key.incident, row.key);
        m_rows.at(static_cast<size_t>(now)) = std::move(row);
        if (now != at)
            endMoveRows();
    } else {
        m_keys.insert(row.key.incident, row.key);
        *old = std::move(row);
    }
    Q_EMIT dataChanged(index(now), index(now));
}

void QueueModel::remove(int at)
{
    beginRemoveRows({}, at, at);
    m_keys.remove(incidentAt(at));
    m_rows.erase(m_rows.begin() + at);
    endRemoveRows();
}

void QueueModel::sort()
{
    if (std::ranges::is_sorted(m_rows, {}, &Row::key))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<IncidentId> meant;
    for (const QModelIndex &index : before)
        meant.push_back(incidentAt(index.row()));
    std::ranges::sort(m_rows, {}, &Row::key);
    QModelIndexList after;
    for (const IncidentId incident : meant)
        after.append(index(rowOf(incident)));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void QueueModel::reload()
{
    beginResetModel();
    m_held = false;
    m_heldRows.clear();
    m_rows.clear();
    m_keys.clear();
    for (const auto &[id, incident] : m_desk.incidents()) {
        if (incident.isOpen())
            m_rows.push_back(rowFor(incident));
    }
    std::ranges::sort(m_rows, {}, &Row::key);
    for (const Row &row : m_rows)
        m_keys.insert(row.key.incident, row.key);
    endResetModel();
}

QueueModel::Row QueueModel::rowFor(const Incident &incident) const
{
    const bool mine = m_desk.isMine(incident);
    Row row;
    row.state = stateOf(incident, mine);
    row.number = mine ? groupedNumber(incident.number) : maskedNumber(incident.number);
    row.arrived = incident.arrived;
    row.presses = static_cast<int>(incident.presses.size());
    row.silentBefore = incident.earlier && incident.earlier->silent > 0;
    if (!incident.fixes.empty())
        row.source = incident.fixes.back().source;
    row.key = {rankOf(row.state, incident.hasAlert()), incident.arrived.toMSecsSinceEpoch(), incident.id};
    return row;
}

int QueueModel::placeOf(const Key &key) const
{
    return static_cast<int>(std::ranges::lower_bound(m_rows, key, {}, &Row::key) - m_rows.begin());
}

} // namespace knock::desk
