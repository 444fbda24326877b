// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/database.h"
#include "app/service/store/filelock.h"
#include "app/service/store/hashchain.h"

namespace knock::store {

/// What one append() brought.
struct Parcel {
    quint64 ticket = 0;
    std::vector<Record> records;
};

/// The journal as a file. Every call blocks; for one thread at a time.
class JournalFile
{
public:
    /// Opens \a path for this owner alone; makes the folder and the file, readable by this user only, when missing.
    [[nodiscard]] static Result<JournalFile> open(const QString &path);

    [[nodiscard]] Result<std::vector<Record>> openIncidents();
    [[nodiscard]] Result<std::vector<Record>> recent(const QDateTime &since, const QStringList &types);
    /// All of one incident, open or not. Fails with Full when that is more than \a most.
    [[nodiscard]] Result<std::vector<Record>> history(IncidentId incident, size_t most);
    [[nodiscard]] Result<IncidentId> lastIncident();
    /// Writes all parcels in one transaction, or nothing.
    [[nodiscard]] Result<> write(const std::vector<Parcel> &parcels);

    /// Reads a row of "sequence, incident, at, type, body".
    [[nodiscard]] static Record recordIn(const Statement &row);

    // CROSS JOIN makes SQLite begin with the few open incidents instead of reading every event there is.
    static constexpr auto openIncidentsSql
        = "SELECT sequence, incident, at, type, body FROM incident CROSS JOIN event ON incident = id"
          " WHERE closed = 0 ORDER BY sequence";

private:
    JournalFile(FileLock lock, Database database, Statement insert, Statement note);

    [[nodiscard]] Result<> findEnd();
    [[nodiscard]] Result<> add(Record record);

    FileLock m_lock;
    Database m_database;
    Statement m_insert;
    Statement m_note; ///< which incidents there are and which are closed
    HashChain m_chain;
    quint64 m_sequence = 0; ///< of the last record
    QByteArray m_hash = HashChain::start(); ///< of the last record
};

} // namespace knock::store
