// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/journalfile.h"

#include "app/service/store/schema.h"

#include <algorithm>
#include <limits>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Result<> makeFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const bool made
        = QDir().mkpath(QFileInfo(path).absolutePath()) && QDir().mkdir(path, ownerOnly | QFileDevice::ExeOwner);
    if (!made)
        return failure(Error::Kind::Unreachable, u"cannot make the folder %1"_s.arg(path));
    return {};
}

// SQLite gives its companion files (-wal, -shm) the permissions of the database file.
Result<> makeFile(const QString &path)
{
    QFile file(path);
    const bool made = file.open(QIODevice::ReadWrite, ownerOnly) && file.setPermissions(ownerOnly);
    if (!made)
        return failure(Error::Kind::Unreachable, u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

Result<> prepareForWriting(Database &database)
{
    Result<Statement> mode = database.prepare("PRAGMA journal_mode = WAL");
    if (!mode)
        return std::unexpected(mode.error());
    const Result<bool> row = mode->step();
    if (!row)
        return std::unexpected(row.error());
    if (mode->bytes(0) != "wal")
        return failure(Error::Kind::Unreachable, u"the file system cannot hold a write-ahead log"_s);
    mode->reset();

    // FULL: a commit returns when the log has reached the disk. The log is folded back every 4000 pages (16 MB).
    return database.run("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA wal_autocheckpoint = 4000;");
}

constexpr auto insertSql
    = "INSERT INTO event (sequence, incident, at, type, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
// Something may still come true of a closed incident, a late delivery report for one; that does not open it again.
constexpr auto noteSql = "INSERT INTO incident (id, closed) VALUES (?1, max(?2, 0))"
                         " ON CONFLICT (id) DO UPDATE SET closed = iif(?2 < 0, closed, ?2)";

/// As noteSql wants it: 1 closes an incident, 0 opens it again, -1 leaves it as it is.
qint64 closingBy(const Record &record)
{
    if (record.type == incidentClosed)
        return 1;
    return record.type == incidentReopened ? 0 : -1;
}

constexpr size_t unbounded = std::numeric_limits<size_t>::max();
constexpr auto every = [](const Statement &) { return true; };

/// All rows that \a isWanted, in their order; none of them when there are more than \a most.
template <typename Wanted>
Result<std::vector<Record>> recordsIn(Statement &rows, size_t most, const Wanted &isWanted)
{
    std::vector<Record> records;
    while (true) {
        const Result<bool> row = rows.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return records;
        if (!isWanted(rows))
            continue;
        if (records.size() == most)
            return failure(Error::Kind::Full, u"more than %1 records"_s.arg(most));
        records.push_back(JournalFile::recordIn(rows));
    }
}

} // namespace

JournalFile::JournalFile(FileLock lock, Database database, Statement insert, Statement note)
    : m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_insert(std::move(insert))
    , m_note(std::move(note))
{
}

Result<JournalFile> JournalFile::open(const QString &path)
{
    if (const auto made = makeFolder(QFileInfo(path).absolutePath()); !made)
        return std::unexpected(made.error());

    // The lock comes before the first look at the file: a second owner must not even close a handle of it, for that
    // would drop the POSIX locks SQLite holds in this process.
    Result<FileLock> lock = FileLock::take(path + ".lock"_L1);
    if (!lock)
        return std::unexpected(lock.error());
    if (const auto made = makeFile(path); !made)
        return std::unexpected(made.error());

    Result<Database> database = Database::open(path, Database::Mode::Write);
    if (!database)
        return std::unexpected(database.error());
    const auto ready = prepareForWriting(*database).and_then([&] { return bringUpToDate(*database); });
    if (!ready)
        return failure(ready.error().kind, u"%1: %2"_s.arg(path, ready.error().detail));

    Result<Statement> insert = database->prepare(insertSql);
    Result<Statement> note = database->prepare(noteSql);
    if (!insert || !note)
        return failure(Error::Kind::Malformed, u"%1 lacks the tables of a journal"_s.arg(path));

    JournalFile file(std::move(*lock), std::move(*database), std::move(*insert), std::move(*note));
    if (const auto found = file.findEnd(); !found)
        return std::unexpected(found.error());
    return file;
}

Result<> JournalFile::findEnd()
{
    Result<Statement> last = m_database.prepare("SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1");
    if (!last)
        return std::unexpected(last.error());
    const Result<bool> row = last->step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return {};

    m_sequence = static_cast<quint64>(last->number(0));
    m_hash = last->bytes(1);
    if (m_hash.size() != HashChain::length)
        return failure(Error::Kind::Malformed, u"the last record of the journal has no hash"_s);
    return {};
}

Record JournalFile::recordIn(const Statement &row)
{
    Record record;
    record.sequence = static_cast<quint64>(row.number(0));
    record.incident = IncidentId{static_cast<quint64>(row.number(1))};
    record.at = QDateTime::fromMSecsSinceEpoch(row.number(2), QTimeZone::UTC);
    record.type = QString::fromUtf8(row.bytes(3));
    record.body = row.bytes(4);
    return record;
}

Result<std::vector<Record>> JournalFile::openIncidents()
{
    Result<Statement> rows = m_database.prepare(openIncidentsSql);
    if (!rows)
        return std::unexpected(rows.error());
    return recordsIn(*rows, unbounded, every);
}

Result<std::vector<Record>> JournalFile::recent(const QDateTime &since, const QStringList &types)
{
    Result<Statement> rows = m_database.prepare(
        "SELECT sequence, incident, at, type, body FROM event INDEXED BY event_by_time WHERE at >= ?1");
    if (!rows)
        return std::unexpected(rows.error());
    rows->bind(1, since.toMSecsSinceEpoch());
    auto records = recordsIn(
        *rows, unbounded, [&types](const Statement &row) { return types.contains(QString::fromUtf8(row.bytes(3))); });
    if (records)
        std::ranges::sort(*records, {}, &Record::sequence);
    return records;
}

Result<std::vector<Record>> JournalFile::history(IncidentId incident, size_t most)
{
    Result<Statement> rows = m_database.prepare(
        "SELECT sequence, incident, at, type, body FROM event WHERE incident = ?1 ORDER BY sequence");
    if (!rows)
        return std::unexpected(rows.error());
    rows->bind(1, static_cast<qint64>(incident.value));
    return recordsIn(*rows, most, every);
}

Result<IncidentId> JournalFile::lastIncident()
{
    return m_database.number("SELECT coalesce(max(id), 0) FROM incident").transform([](qint64 number) {
        return IncidentId{static_cast<quint64>(number)};
    });
}

Result<> JournalFile::write(const std::vector<Parcel> &parcels)
{
    const quint64 sequence = m_sequence;
    const QByteArray hash = m_hash;

    Result<> done = m_database.run("BEGIN IMMEDIATE");
    for (const Parcel &parcel : parcels) {
        for (const Record &record : parcel.records)
            done = done.and_then([&] { return add(record); });
    }
    done = done.and_then([&] { return m_database.run("COMMIT"); });

    if (!done) {
        m_database.rollBack();
        m_sequence = sequence;
        m_hash = hash;
    }
    return done;
}

Result<> JournalFile::add(Record record)
{
    record.sequence = m_sequence + 1;
    const Result<QByteArray> hash = m_chain.next(m_hash, record);
    if (!hash)
        return std::unexpected(hash.error());

    const auto incident = static_cast<qint64>(record.incident.value);
    m_insert.bind(1, static_cast<qint64>(record.sequence));
    m_insert.bind(2, incident);
    m_insert.bind(3, record.at.toMSecsSinceEpoch());
    m_insert.bindText(4, record.type.toUtf8());
    m_insert.bindBytes(5, record.body);
    m_insert.bindBytes(6, *hash);
    if (const auto done = m_insert.step(); !done)
        return std::unexpected(done.error());

    if (record.incident.isValid() && record.type != refused) {
        m_note.bind(1, incident);
        m_note.bind(2, closingBy(record));
        if (const auto done = m_note.step(); !done)
            return std::unexpected(done.error());
    }
    m_sequence = record.sequence;
    m_hash = *hash;
    return {};
}

} // namespace knock::store
