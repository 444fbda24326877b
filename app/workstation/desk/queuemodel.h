// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/desk/desk.h"

#include <QAbstractListModel>
#include <QHash>

namespace knock::desk {

/// Every open incident, the most urgent first: alerts nobody judged, lines lost after a knock, ringing calls by age,
/// held ones, this seat's own, other seats', missed.
///
/// An event costs one row, however long the queue is. While a hand is on the queue no row changes its place: what is
/// new comes at the end, what is closed stays and says so, and the order is made good when the hand is gone.
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

    explicit QueueModel(Desk &desk, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// -1 when the incident has no row.
    [[nodiscard]] int rowOf(IncidentId incident) const;
    [[nodiscard]] IncidentId incidentAt(int row) const;

    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);

private:
    /// What decides a row's place.
    struct Key {
        int rank = 0;
        qint64 arrived = 0;
        IncidentId incident;
        friend auto operator<=>(const Key &, const Key &) = default;
    };
    struct Row {
        Key key;
        State state = State::Ringing;
        QString number;
        QDateTime arrived;
        int presses = 0;
        bool silentBefore = false;
        std::optional<Fix::Source> source;
        bool operator==(const Row &) const = default;
    };

    void take(IncidentId incident);
    void insert(Row row);
    void replace(int at, Row row);
    void remove(int at);
    void sort();
    void reload();
    [[nodiscard]] Row rowFor(const Incident &incident) const;
    [[nodiscard]] int placeOf(const Key &key) const;

    Desk &m_desk;
    std::vector<Row> m_rows;
    QHash<IncidentId, Key> m_keys; ///< by which a row is found while the rows are in order
    QHash<IncidentId, int> m_heldRows; ///< by which a row is found while they are held
    bool m_held = false;
};

} // namespace knock::desk
