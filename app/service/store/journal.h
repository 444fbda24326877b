// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"

#include <QByteArray>
#include <QDateTime>
#include <QObject>
#include <QStringList>
#include <vector>

namespace knock::store {

/// One event as it is kept: what it belongs to, when, its name and its bytes.
struct Record {
    quint64 sequence = 0; ///< given by the journal: 1, 2, 3 ... without a gap
    IncidentId incident; ///< none for what belongs to no incident
    QDateTime at; ///< UTC, kept to the millisecond
    QString type; ///< the event's name on the wire
    QByteArray body; ///< never read by the store
    bool opensIncident = true; ///< false: about an incident, but makes none and changes none; not written
    bool operator==(const Record &) const = default;
};

/// The `type` after which an incident counts as closed,
inline constexpr QLatin1StringView incidentClosed{"incidentClosed"};
/// and that after which it counts as open again.
inline constexpr QLatin1StringView incidentReopened{"incidentReopened"};

/// The ordered record of everything that became true.
///
/// Lives on the service thread and writes behind it. What was appended is told in the order of the append() calls.
class Journal : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// The whole history of every open incident, in order. Blocks; only before the first append().
    [[nodiscard]] virtual Result<std::vector<Record>> load() = 0;
    /// Everything of these \a types since \a since, in order, of closed incidents too, whatever the clock did in
    /// between. Costs as much as there is since then. Blocks; only before the first append().
    [[nodiscard]] virtual Result<std::vector<Record>> recent(const QDateTime &since, const QStringList &types) = 0;
    /// The highest incident number ever kept, none in an empty journal. Blocks; only before the first append().
    [[nodiscard]] virtual Result<IncidentId> lastIncident() = 0;
    /// Keeps all of \a records or none, and returns at once; appended() says when. `sequence` is ignored.
    ///
    /// Never refuses and never drops: while the disk does not take the records they wait in memory, however many.
    virtual void append(std::vector<Record> records, quint64 ticket) = 0;
    /// Reads the whole history of one incident, closed or not, and returns at once; recalled() says what it found:
    /// exactly what was appended before this call. So it waits as what was appended does, and what is appended later
    /// is told later.
    virtual void recall(IncidentId incident, quint64 ticket) = 0;

Q_SIGNALS:
    /// The ticket's records are on the disk and survive a crash. The first of them has the sequence \a first.
    void appended(quint64 ticket, quint64 first);
    /// In order; nothing of an unknown incident. Full: there is more of it than anybody can hold in hand.
    void recalled(quint64 ticket, const knock::Result<std::vector<knock::store::Record>> &records);
    /// Records wait and cannot be written now. Repeated with every attempt until recovered(); nothing is lost.
    /// The kind is Full when the disk is full or when too many records wait.
    void failed(const knock::Error &why);
    /// Writing goes on after failed().
    void recovered();
};

} // namespace knock::store
