// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/checkpoint.h"
#include "app/service/store/database.h"
#include "app/service/store/filelock.h"
#include "app/service/store/hashchain.h"
#include "app/service/store/rows.h"

#include <QSet>

namespace knock::store {

class Signer;

/// Since the computer started, asleep or not; nobody can set it.
[[nodiscard]] std::chrono::nanoseconds monotonicNow();

/// What one append() brought.
struct Parcel {
    quint64 ticket = 0;
    std::vector<Record> records;
    std::chrono::nanoseconds monotonic = monotonicNow(); ///< when it was brought
};

/// Where the chain of a file goes on from that does not begin with sequence 1.
struct Beginning {
    quint64 sequence = 0; ///< the first record has the next one
    IncidentId incident; ///< the highest number that counts as taken
    QByteArray hash = HashChain::start();
    QString file; ///< the name of the file before
};

/// The journal as a file. Every call blocks; for one thread at a time.
class JournalFile
{
public:
    /// Opens \a path for this owner alone; makes the folder and the file, readable by this user only, when missing.
    /// Without \a sealer bodies are written as they are.
    [[nodiscard]] static Result<JournalFile> open(const QString &path, std::shared_ptr<Sealer> sealer = {});

    /// Looks where damage would hurt: at the last records and their chain, at the last checkpoint, and at what a start
    /// has to read. Malformed: the file is not as it was written.
    [[nodiscard]] Result<> examine();
    /// Only in a file without records.
    [[nodiscard]] Result<> begin(const Beginning &beginning);

    [[nodiscard]] Result<std::vector<Record>> openIncidents();
    [[nodiscard]] Result<std::vector<Record>> recent(const QDateTime &since, const QStringList &types);
    /// All of one incident, open or not. Fails with Full when that is more than \a most.
    [[nodiscard]] Result<std::vector<Record>> history(IncidentId incident, size_t most);
    [[nodiscard]] Result<IncidentId> lastIncident();
    /// Writes all parcels in one transaction, or nothing. Gives the sequence of the first record.
    [[nodiscard]] Result<quint64> write(const std::vector<Parcel> &parcels);

    /// Records after the last checkpoint.
    [[nodiscard]] quint64 unsignedRecords() const { return m_sequence - m_checkpoint; }
    /// Keeps a checkpoint of the last record.
    [[nodiscard]] Result<Checkpoint> sign(Signer &signer);

    // CROSS JOIN makes SQLite begin with the few open incidents instead of reading every event there is.
    static constexpr auto openIncidentsSql
        = "SELECT sequence, incident, at, type, body, form FROM incident CROSS JOIN event ON incident = id"
          " WHERE closed = 0 ORDER BY sequence";
    /// The same rows with what Rows::isWhole() needs.
    static constexpr auto openIncidentsTiedSql
        = "SELECT e.sequence, e.incident, e.at, e.type, e.body, e.form, e.monotonic, e.boot, e.hash, before.hash"
          " FROM incident CROSS JOIN event AS e ON e.incident = id"
          " LEFT JOIN event AS before ON before.sequence = e.sequence - 1 WHERE closed = 0 ORDER BY e.sequence";

private:
    JournalFile(FileLock lock, Database database, Statement insert, Statement note, std::shared_ptr<Sealer> sealer);

    [[nodiscard]] Result<> findEnd();
    [[nodiscard]] Result<> examineTies(const QByteArray &sql);
    [[nodiscard]] Result<> add(const Record &record, std::chrono::nanoseconds monotonic);
    [[nodiscard]] Result<> note(const Record &record);
    [[nodiscard]] Result<> seal(Row &row);

    FileLock m_lock;
    Database m_database;
    Statement m_insert;
    Statement m_note; ///< which incidents there are and which are closed
    Rows m_rows;
    HashChain m_chain;
    QByteArray m_boot;
    quint64 m_sequence = 0; ///< of the last record
    QByteArray m_hash = HashChain::start(); ///< of the last record
    quint64 m_checkpoint = 0; ///< up to here the chain is signed
    QSet<quint64> m_noted; ///< incidents that are noted for certain; not all there are
};

} // namespace knock::store
