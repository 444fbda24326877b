// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/journalfile.h"

#include "app/core/logging.h"
#include "app/service/store/files.h"
#include "app/service/store/schema.h"
#include "app/service/store/sealer.h"
#include "app/service/store/signer.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

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

/// Which start of the computer this is (random(4)).
QByteArray thisBoot()
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    if (file.open(QIODevice::ReadOnly)) {
        const QUuid id = QUuid::fromString(QString::fromLatin1(file.readAll().trimmed()));
        if (!id.isNull())
            return id.toRfc4122();
    }
    return QUuid::createUuid().toRfc4122();
}

constexpr auto insertSql = "INSERT INTO event (sequence, incident, at, type, body, hash, form, monotonic, boot)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
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
constexpr qsizetype mostNoted = 100'000;
constexpr qint64 mostExamined = 1000; ///< records at the end
constexpr auto every = [](const Statement &) { return true; };

/// All rows that \a isWanted, in their order; none of them when there are more than \a most.
template <typename Wanted>
Result<std::vector<Record>> recordsIn(Statement &statement, Rows &rows, size_t most, const Wanted &isWanted)
{
    std::vector<Record> records;
    while (true) {
        const Result<bool> row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return records;
        if (!isWanted(statement))
            continue;
        if (records.size() == most)
            return failure(Error::Kind::Full, u"more than %1 records"_s.arg(most));
        Result<std::optional<Record>> record = rows.opened(statement);
        if (!record)
            return std::unexpected(record.error());
        if (*record)
            records.push_back(**std::move(record));
    }
}

} // namespace

std::chrono::nanoseconds monotonicNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

JournalFile::JournalFile(FileLock lock, Database database, Statement insert, Statement note,
                         std::shared_ptr<Sealer> sealer)
    : m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_insert(std::move(insert))
    , m_note(std::move(note))
    , m_rows(std::move(sealer))
    , m_boot(thisBoot())
{
}

Result<JournalFile> JournalFile::open(const QString &path, std::shared_ptr<Sealer> sealer)
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

    JournalFile file(std::move(*lock), std::move(*database), std::move(*insert), std::move(*note), std::move(sealer));
    if (const auto found = file.findEnd(); !found)
        return std::unexpected(found.error());
    return file;
}

Result<> JournalFile::findEnd()
{
    Result<Statement> last
        = m_database.prepare("SELECT * FROM (SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1)"
                             " UNION ALL SELECT sequence, hash FROM beginning WHERE NOT EXISTS (SELECT 1 FROM event)");
    if (!last)
        return std::unexpected(last.error());
    const Result<bool> row = last->step();
    if (!row)
        return std::unexpected(row.error());
    if (*row) {
        m_sequence = static_cast<quint64>(last->number(0));
        m_hash = last->bytes(1);
        if (m_hash.size() != HashChain::length)
            return failure(Error::Kind::Malformed, u"the last record of the journal has no hash"_s);
    }

    const auto checkpoint = m_database.number("SELECT coalesce(max(sequence), (SELECT sequence FROM beginning), 0)"
                                              " FROM checkpoint");
    if (!checkpoint)
        return std::unexpected(checkpoint.error());
    m_checkpoint = static_cast<quint64>(*checkpoint);
    return {};
}

Result<> JournalFile::examine()
{
    if (m_checkpoint > m_sequence)
        return failure(Error::Kind::Malformed,
                       u"sequence %1 was signed, the last one is %2"_s.arg(m_checkpoint).arg(m_sequence));

    const QByteArray lastOnes = "SELECT e.sequence, e.incident, e.at, e.type, e.body, e.form, e.monotonic, e.boot,"
                                " e.hash, before.hash FROM event AS e"
                                " LEFT JOIN event AS before ON before.sequence = e.sequence - 1 WHERE e.sequence > "
        + QByteArray::number(static_cast<qint64>(m_sequence) - mostExamined);
    for (const QByteArray &sql : {lastOnes, QByteArray(openIncidentsTiedSql)}) {
        if (const auto tied = examineTies(sql); !tied)
            return tied;
    }

    const auto changed = m_database.number("SELECT count(*) FROM event NATURAL JOIN"
                                           " (SELECT sequence, hash AS signed FROM checkpoint"
                                           " ORDER BY sequence DESC LIMIT 1) WHERE hash <> signed");
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed > 0)
        return failure(Error::Kind::Malformed, u"sequence %1 is not what was signed"_s.arg(m_checkpoint));

    return {};
}

Result<> JournalFile::examineTies(const QByteArray &sql)
{
    Result<Statement> rows = m_database.prepare(sql);
    if (!rows)
        return std::unexpected(rows.error());
    while (true) {
        const Result<bool> row = rows->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return {};
        if (!Rows::isWhole(m_chain, *rows))
            return failure(Error::Kind::Malformed, u"the chain breaks at sequence %1"_s.arg(rows->number(0)));
    }
}

Result<> JournalFile::begin(const Beginning &beginning)
{
    Result<Statement> insert = m_database.prepare("INSERT INTO beginning (id, sequence, incident, hash, at, file)"
                                                  " VALUES (1, ?1, ?2, ?3, ?4, ?5)");
    if (!insert)
        return std::unexpected(insert.error());
    insert->bind(1, static_cast<qint64>(beginning.sequence));
    insert->bind(2, static_cast<qint64>(beginning.incident.value));
    insert->bindBytes(3, beginning.hash);
    insert->bind(4, QDateTime::currentMSecsSinceEpoch());
    insert->bindText(5, beginning.file.toUtf8());
    if (const auto done = insert->step(); !done)
        return std::unexpected(done.error());
    return findEnd();
}

Result<std::vector<Record>> JournalFile::openIncidents()
{
    Result<Statement> rows = m_database.prepare(openIncidentsSql);
    if (!rows)
        return std::unexpected(rows.error());
    return recordsIn(*rows, m_rows, unbounded, every);
}

Result<std::vector<Record>> JournalFile::recent(const QDateTime &since, const QStringList &types)
{
    Result<Statement> rows = m_database.prepare(
        "SELECT sequence, incident, at, type, body, form FROM event INDEXED BY event_by_time WHERE at >= ?1");
    if (!rows)
        return std::unexpected(rows.error());
    rows->bind(1, since.toMSecsSinceEpoch());
    auto records = recordsIn(*rows, m_rows, unbounded, [&types](const Statement &row) {
        return types.contains(QString::fromUtf8(row.bytes(3)));
    });
    if (records)
        std::ranges::sort(*records, {}, &Record::sequence);
    return records;
}

Result<std::vector<Record>> JournalFile::history(IncidentId incident, size_t most)
{
    Result<Statement> rows = m_database.prepare(
        "SELECT sequence, incident, at, type, body, form FROM event WHERE incident = ?1 ORDER BY sequence");
    if (!rows)
        return std::unexpected(rows.error());
    rows->bind(1, static_cast<qint64>(incident.value));
    return recordsIn(*rows, m_rows, most, every);
}

Result<IncidentId> JournalFile::lastIncident()
{
    const auto last = m_database.number("SELECT max(coalesce((SELECT max(id) FROM incident), 0),"
                                        " coalesce((SELECT incident FROM beginning), 0))");
    return last.transform([](qint64 number) { return IncidentId{static_cast<quint64>(number)}; });
}

Result<quint64> JournalFile::write(const std::vector<Parcel> &parcels)
{
    const quint64 sequence = m_sequence;
    const QByteArray hash = m_hash;

    Result<> done = m_database.run("BEGIN IMMEDIATE");
    for (const Parcel &parcel : parcels) {
        for (const Record &record : parcel.records)
            done = done.and_then([&] { return add(record, parcel.monotonic); });
    }
    done = done.and_then([&] { return m_database.run("COMMIT"); });

    if (!done) {
        m_database.rollBack();
        m_noted.clear();
        m_sequence = sequence;
        m_hash = hash;
        return std::unexpected(done.error());
    }
    return sequence + 1;
}

Result<> JournalFile::add(const Record &record, std::chrono::nanoseconds monotonic)
{
    Row row{record, Form::Timed, monotonic, m_boot};
    row.record.sequence = m_sequence + 1;
    if (const auto sealed = seal(row); !sealed)
        return sealed;
    Result<QByteArray> hash = m_chain.next(m_hash, row);
    if (!hash)
        return std::unexpected(hash.error());

    m_insert.bind(1, static_cast<qint64>(row.record.sequence));
    m_insert.bind(2, static_cast<qint64>(record.incident.value));
    m_insert.bind(3, record.at.toMSecsSinceEpoch());
    m_insert.bindText(4, record.type.toUtf8());
    m_insert.bindBytes(5, row.record.body);
    m_insert.bindBytes(6, *hash);
    m_insert.bind(7, static_cast<qint64>(row.form));
    m_insert.bind(8, monotonic.count());
    m_insert.bindBytes(9, row.boot);
    if (const auto done = m_insert.step(); !done)
        return std::unexpected(done.error());
    if (const auto done = note(record); !done)
        return done;
    m_sequence = row.record.sequence;
    m_hash = *std::move(hash);
    return {};
}

Result<> JournalFile::seal(Row &row)
{
    if (!m_rows.sealer())
        return {};
    row.form = Form::Sealed;
    Result<QByteArray> body = m_rows.sealer()->seal(row.record);
    if (!body && body.error().kind == Error::Kind::Expired) {
        // It came after its incident was erased. To wait for a key that never comes would stop everything else.
        qCWarning(lcStore) << "A record came after its key was destroyed; only that it came is kept:"
                           << row.record.sequence;
        body = QByteArray();
    }
    if (!body)
        return std::unexpected(body.error());
    row.record.body = *std::move(body);
    return {};
}

Result<> JournalFile::note(const Record &record)
{
    const qint64 closing = closingBy(record);
    const bool isKnown = closing < 0 && m_noted.contains(record.incident.value);
    if (!record.opensIncident || !record.incident.isValid() || isKnown)
        return {};
    m_note.bind(1, static_cast<qint64>(record.incident.value));
    m_note.bind(2, closing);
    if (const auto done = m_note.step(); !done)
        return std::unexpected(done.error());
    if (m_noted.size() >= mostNoted)
        m_noted.clear();
    m_noted.insert(record.incident.value);
    return {};
}

Result<Checkpoint> JournalFile::sign(Signer &signer)
{
    Checkpoint checkpoint{m_sequence, m_hash, QDateTime::currentDateTimeUtc(), {}};
    Result<QByteArray> signature = signer.sign(checkpoint.text());
    if (!signature)
        return std::unexpected(signature.error());
    checkpoint.signature = *std::move(signature);

    Result<Statement> insert
        = m_database.prepare("INSERT INTO checkpoint (sequence, hash, at, signature) VALUES (?1, ?2, ?3, ?4)");
    if (!insert)
        return std::unexpected(insert.error());
    insert->bind(1, static_cast<qint64>(checkpoint.sequence));
    insert->bindBytes(2, checkpoint.hash);
    insert->bind(3, checkpoint.at.toMSecsSinceEpoch());
    insert->bindBytes(4, checkpoint.signature);
    if (const auto done = insert->step(); !done)
        return std::unexpected(done.error());
    m_checkpoint = checkpoint.sequence;
    return checkpoint;
}

} // namespace knock::store
