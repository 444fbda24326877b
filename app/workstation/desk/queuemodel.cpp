// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/queuemodel.h"

#include "app/workstation/desk/numbers.h"

#include <algorithm>
#include <ranges>

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
    connect(&desk, &Desk::caughtUp, this, &QueueModel::reload, Qt::SingleShotConnection);
    reload();
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = *m_shown.at(static_cast<size_t>(index.row()));
    const Facts &facts = row.facts;
    switch (role) {
    case IncidentRole:
        return QVariant::fromValue(row.key.incident);
    case Qt::DisplayRole:
    case NumberRole:
        return facts.number;
    case StateRole:
        return QVariant::fromValue(facts.state);
    case ArrivedRole:
        return facts.arrived;
    case PressesRole:
        return facts.presses;
    case SilentBeforeRole:
        return facts.silentBefore;
    case SourceRole:
        return facts.source ? QVariant::fromValue(*facts.source) : QVariant();
    default:
        return {};
    }
}

int QueueModel::rowOf(IncidentId incident) const
{
    const auto row = m_rows.find(incident);
    return row == m_rows.end() || !row->second.isShown ? -1 : placeOf(row->second);
}

IncidentId QueueModel::incidentAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_shown.at(static_cast<size_t>(row))->key.incident : IncidentId{};
}

void QueueModel::setHeld(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    if (held) {
        for (int place = 0; Row * row : m_shown)
            row->heldAt = place++;
        return;
    }
    sort();
    removeGone();
}

void QueueModel::setFilter(Filter filter)
{
    m_filter = std::move(filter);
    beginResetModel();
    arrange();
    endResetModel();
}

void QueueModel::take(IncidentId incident)
{
    const Incident *known = m_desk.find(incident);
    const auto old = m_rows.find(incident);
    if (!known || (old == m_rows.end() && !known->isOpen()))
        return;
    Facts facts = factsOf(*known);
    const Key key = keyOf(*known, facts);
    if (old != m_rows.end())
        count(old->second.facts, -1);
    count(facts, 1);

    Row &row = old == m_rows.end() ? m_rows[incident] : old->second;
    if (row.isShown && (m_held || !key.gone)) {
        replace(row, key, std::move(facts));
        return;
    }
    if (row.isShown)
        remove(row);
    row.key = key;
    row.facts = std::move(facts);
    if (!key.gone)
        insert(row);
    else if (!known->isOpen())
        m_rows.erase(incident);
}

void QueueModel::insert(Row &row)
{
    const int at = m_held ? rowCount() : placeOf(row.key);
    beginInsertRows({}, at, at);
    m_shown.insert(m_shown.begin() + at, &row);
    row.isShown = true;
    row.heldAt = at;
    endInsertRows();
}

void QueueModel::replace(Row &row, const Key &key, Facts facts)
{
    if (row.key == key && row.facts == facts)
        return;
    const int at = placeOf(row);
    int now = at;
    if (!m_held && key != row.key) {
        const int before = placeOf(key);
        if (before != at && before != at + 1) {
            beginMoveRows({}, at, at, {}, before);
            now = before < at ? before : before - 1;
            m_shown.erase(m_shown.begin() + at);
            m_shown.insert(m_shown.begin() + now, &row);
        }
    }
    row.key = key;
    row.facts = std::move(facts);
    if (now != at)
        endMoveRows();
    Q_EMIT dataChanged(index(now), index(now));
}

void QueueModel::remove(Row &row)
{
    const int at = placeOf(row);
    beginRemoveRows({}, at, at);
    m_shown.erase(m_shown.begin() + at);
    row.isShown = false;
    endRemoveRows();
}

void QueueModel::sort()
{
    constexpr auto keyOfRow = [](const Row *row) { return row->key; };
    if (std::ranges::is_sorted(m_shown, {}, keyOfRow))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<IncidentId> meant;
    for (const QModelIndex &index : before)
        meant.push_back(incidentAt(index.row()));
    std::ranges::sort(m_shown, {}, keyOfRow);
    QModelIndexList after;
    for (const IncidentId incident : meant)
        after.append(index(rowOf(incident)));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

/// All that went under the hand at once: they are the last rows now.
void QueueModel::removeGone()
{
    const auto first = std::ranges::find(m_shown, true, [](const Row *row) { return row->key.gone; });
    if (first == m_shown.end())
        return;
    const std::vector<Row *> gone(first, m_shown.end());
    beginRemoveRows({}, static_cast<int>(first - m_shown.begin()), rowCount() - 1);
    m_shown.erase(first, m_shown.end());
    for (Row *row : gone) {
        row->isShown = false;
        if (const IncidentId incident = row->key.incident; row->facts.state == State::Closed)
            m_rows.erase(incident);
    }
    endRemoveRows();
}

void QueueModel::reload()
{
    beginResetModel();
    m_held = false;
    m_shown.clear();
    m_rows.clear();
    m_open = 0;
    m_missed = 0;
    for (const auto &[id, incident] : m_desk.incidents()) {
        if (!incident.isOpen())
            continue;
        Row &row = m_rows[id];
        row.facts = factsOf(incident);
        count(row.facts, 1);
    }
    arrange();
    endResetModel();
}

/// Chooses and orders what is shown of the rows.
void QueueModel::arrange()
{
    m_shown.clear();
    for (auto &[id, row] : m_rows) {
        const Incident *incident = m_desk.find(id);
        row.key = incident ? keyOf(*incident, row.facts) : Key{true, 0, 0, id};
        row.isShown = !row.key.gone;
        if (row.isShown)
            m_shown.push_back(&row);
    }
    std::ranges::sort(m_shown, {}, [](const Row *row) { return row->key; });
    for (int place = 0; Row * row : m_shown)
        row->heldAt = place++;
    std::erase_if(m_rows, [](const auto &entry) { return entry.second.facts.state == State::Closed; });
}

void QueueModel::count(const Facts &facts, int by)
{
    m_open += facts.state == State::Closed ? 0 : by;
    m_missed += facts.state == State::Missed ? by : 0;
}

QueueModel::Facts QueueModel::factsOf(const Incident &incident) const
{
    const bool mine = m_desk.isMine(incident);
    Facts facts;
    facts.state = stateOf(incident, mine);
    facts.number = mine ? groupedNumber(incident.number) : maskedNumber(incident.number);
    facts.arrived = incident.arrived;
    facts.presses = static_cast<int>(incident.presses.size());
    facts.silentBefore = incident.earlier && incident.earlier->silent > 0;
    // By its own time, which is not that of its arrival.
    const auto fixes = incident.fixes | std::views::reverse;
    if (const auto newest = std::ranges::max_element(fixes, {}, &Fix::at); newest != fixes.end())
        facts.source = newest->source;
    return facts;
}

QueueModel::Key QueueModel::keyOf(const Incident &incident, const Facts &facts) const
{
    // Whoever looks for something must not overlook a caller who waits.
    const bool isUrgent
        = facts.state == State::LostAfterKnock || facts.state == State::Ringing || incident.hasAlert();
    const bool isWanted = isUrgent || !m_filter || m_filter(incident, facts.state, facts.number);
    return {facts.state == State::Closed || !isWanted, rankOf(facts.state, incident.hasAlert()),
            incident.arrived.toMSecsSinceEpoch(), incident.id};
}

int QueueModel::placeOf(const Key &key) const
{
    const auto place = std::ranges::lower_bound(m_shown, key, {}, [](const Row *row) { return row->key; });
    return static_cast<int>(place - m_shown.begin());
}

int QueueModel::placeOf(const Row &row) const { return m_held ? row.heldAt : placeOf(row.key); }

} // namespace knock::desk
