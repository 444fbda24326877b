// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/salvage.h"

#include "app/core/logging.h"
#include "app/service/store/files.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

// What came after the last readable record may have been told. Its numbers are not given again: a desk that goes on
// after one of them would miss as many events, and files are named after incidents.
constexpr quint64 lostRecords = 1'000'000;
constexpr quint64 lostIncidents = 1000;

/// Calls \a take with each row of \a sql that can be read.
template <typename Take>
void readRows(Database &database, const QByteArray &sql, const Take &take)
{
    Result<Statement> rows = database.prepare(sql);
    while (rows && rows->step() == true)
        take(*rows);
}

quint64 numberIn(Database &database, const QByteArray &sql)
{
    return static_cast<quint64>(database.number(sql).value_or(0));
}

Beginning after(Database &old)
{
    Beginning beginning;
    quint64 incident = 0;
    const auto take = [&](const Statement &row) {
        beginning.sequence = static_cast<quint64>(row.number(0));
        beginning.hash = row.bytes(1);
        incident = std::max(incident, static_cast<quint64>(row.number(2)));
    };
    readRows(old, "SELECT sequence, hash, incident FROM event ORDER BY sequence DESC LIMIT 1", take);
    if (beginning.sequence == 0) // its end cannot be read: as far as it goes from the front
        readRows(old, "SELECT sequence, hash, incident FROM event ORDER BY sequence", take);
    for (const auto *sql :
         {"SELECT max(id) FROM incident", "SELECT max(incident) FROM event", "SELECT max(incident) FROM beginning"})
        incident = std::max(incident, numberIn(old, sql));
    const quint64 told = std::max(numberIn(old, "SELECT max(sequence) FROM checkpoint"),
                                  numberIn(old, "SELECT max(sequence) FROM beginning"));
    beginning.sequence = std::max(beginning.sequence, told) + lostRecords;
    beginning.incident = IncidentId{incident + lostIncidents};
    if (beginning.hash.size() != HashChain::length)
        beginning.hash = HashChain::start();
    return beginning;
}

std::vector<Record> openIn(Database &old, const std::shared_ptr<Sealer> &sealer)
{
    std::vector<Record> records;
    Rows rows(sealer);
    HashChain chain;
    readRows(old, JournalFile::openIncidentsTiedSql, [&](const Statement &row) {
        if (!Rows::isWhole(chain, row))
            return;
        Result<std::optional<Record>> record = rows.opened(row);
        if (record && *record)
            records.push_back(**std::move(record));
    });
    return records;
}

void clear(const QString &path)
{
    for (const auto *ending : {"", "-wal", "-shm", ".lock"})
        QFile::remove(path + QLatin1StringView(ending));
}

} // namespace

bool isDamaged(const QString &path, const Error &why)
{
    if (why.kind != Error::Kind::Malformed)
        return false;
    // SQLite finds nothing wrong with a file that only belongs to somebody else.
    Result<Database> database = Database::open(path, Database::Mode::Read);
    Result<Statement> check
        = database ? database->prepare("PRAGMA quick_check(1)") : Result<Statement>(std::unexpected(database.error()));
    const Result<bool> row = check ? check->step() : Result<bool>(std::unexpected(check.error()));
    return row ? !*row || check->bytes(0) != "ok" : row.error().kind == Error::Kind::Malformed;
}

Result<QString> beginAnew(const QString &path, const std::shared_ptr<Sealer> &sealer)
{
    const Result<FileLock> lock = FileLock::take(path + ".lock"_L1);
    if (!lock)
        return std::unexpected(lock.error());

    const QString aside = freeName(path, u"damaged"_s);
    const QString fresh = path + ".new"_L1;
    clear(fresh);
    Beginning beginning;
    beginning.sequence = lostRecords;
    beginning.incident = {lostIncidents};
    std::vector<Record> records;
    if (Result<Database> old = Database::open(path, Database::Mode::Read)) {
        beginning = after(*old);
        records = openIn(*old, sealer);
    }
    beginning.file = QFileInfo(aside).fileName();

    Result<> done = JournalFile::open(fresh, sealer).and_then([&](JournalFile file) {
        return file.begin(beginning).and_then([&]() -> Result<> {
            if (records.empty())
                return {};
            return file.write({{0, std::move(records)}}).transform([](quint64) { });
        });
    });
    done = done.and_then([&] { return sync(fresh); }).and_then([&] { return exchange(path, aside, fresh); });
    clear(fresh);
    if (!done)
        return std::unexpected(done.error());
    return aside;
}

} // namespace knock::store
