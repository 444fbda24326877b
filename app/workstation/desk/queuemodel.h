// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

#include <functional>
#include <QAbstractListModel>

namespace knock::desk {

/// Every open incident, the most urgent first: alerts nobody judged, lines lost after a knock, ringing calls by age,
/// held ones, this seat's own, other seats', missed.
///
/// An event costs one row, however long the queue is. While a hand is on the queue no row changes its place: what is
/// new comes at the end, what is closed stays and says so, and the order is made good when the hand is gone.
///
/// A filter leaves rows out, but never a knock nobody has judged nor a line lost after one.
class QueueModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class State { Alert, LostAfterKnock, Ringing, Held, Mine, AfterCall, Others, Missed, Closed };
    Q_ENUM(State)
    enum Role {
        IncidentRole = Qt::UserRole,
        NumberRole, ///< masked until this seat claims the call
        StateRole,
        ArrivedRole,
        PressesRole, ///< how many keys were pressed
        SilentBeforeRole, ///< the same number made a silent call in the day before
        SourceRole ///< Fix::Source of the newest fix; invalid when there is none
    };
    Q_ENUM(Role)

    /// Whether an incident is to be shown; \a number is as the row shows it.
    using Filter = std::function<bool(const Incident &incident, State state, const QString &number)>;

    explicit QueueModel(Desk &desk, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// -1 when the incident has no row.
    [[nodiscard]] int rowOf(IncidentId incident) const;
    [[nodiscard]] IncidentId incidentAt(int row) const;

    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);

    /// Null shows all. The filter is asked for one incident at an event, and for all only here.
    void setFilter(Filter filter);
    [[nodiscard]] bool isFiltered() const { return m_filter != nullptr; }
    /// How many incidents are open, shown or not; and how many of them nobody answered before they ended.
    [[nodiscard]] int openCount() const { return m_open; }
    [[nodiscard]] int missedCount() const { return m_missed; }

private:
    /// What decides a row's place. What goes when the hand is gone is behind all others.
    struct Key {
        bool gone = false;
        int rank = 0;
        qint64 arrived = 0;
        IncidentId incident;
        friend auto operator<=>(const Key &, const Key &) = default;
    };
    struct Facts {
        State state = State::Ringing;
        QString number;
        QDateTime arrived;
        int presses = 0;
        bool silentBefore = false;
        std::optional<Fix::Source> source;
        bool operator==(const Facts &) const = default;
    };
    struct Row {
        Key key;
        Facts facts;
        bool isShown = false;
        int heldAt = -1; ///< its place while rows are held
    };

    void take(IncidentId incident);
    void insert(Row &row);
    void replace(Row &row, const Key &key, Facts facts);
    void remove(Row &row);
    void sort();
    void removeGone();
    void reload();
    void arrange();
    void count(const Facts &facts, int by);
    [[nodiscard]] Facts factsOf(const Incident &incident) const;
    [[nodiscard]] Key keyOf(const Incident &incident, const Facts &facts) const;
    [[nodiscard]] int placeOf(const Key &key) const;
    [[nodiscard]] int placeOf(const Row &row) const;

    Desk &m_desk;
    Filter m_filter;
    std::map<IncidentId, Row> m_rows; ///< of every open incident, and of closed ones while they are held
    std::vector<Row *> m_shown; ///< pointers, for these are moved by the thousand
    int m_open = 0;
    int m_missed = 0;
    bool m_held = false;
};

} // namespace knock::desk
