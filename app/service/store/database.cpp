// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/database.h"

#include "app/core/logging.h"

#include <chrono>
#include <QFile>
#include <sqlite3.h>
#include <thread>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

Error::Kind kindOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return Error::Kind::Full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::Kind::Refused;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Error::Kind::Unreachable;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return Error::Kind::Malformed;
    default:
        return Error::Kind::Broken;
    }
}

std::unexpected<Error> problem(sqlite3 *connection)
{
    const int code = sqlite3_extended_errcode(connection);
    return failure(kindOf(code), u"SQLite %1: %2"_s.arg(code).arg(QString::fromUtf8(sqlite3_errmsg(connection))));
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }

void Statement::keep(int code)
{
    if (m_bound == SQLITE_OK)
        m_bound = code;
}

void Statement::bind(int place, qint64 number) { keep(sqlite3_bind_int64(m_statement.get(), place, number)); }

void Statement::bindText(int place, const QByteArray &utf8)
{
    const auto size = static_cast<sqlite3_uint64>(utf8.size());
    keep(sqlite3_bind_text64(m_statement.get(), place, utf8.constData(), size, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bindBytes(int place, const QByteArray &bytes)
{
    const auto size = static_cast<sqlite3_uint64>(bytes.size());
    keep(sqlite3_bind_blob64(m_statement.get(), place, bytes.constData(), size, SQLITE_TRANSIENT));
}

Result<bool> Statement::step()
{
    if (m_bound != SQLITE_OK) {
        const int code = m_bound;
        reset();
        return failure(kindOf(code), u"SQLite %1 while binding"_s.arg(code));
    }

    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    const auto why = problem(sqlite3_db_handle(m_statement.get()));
    reset();
    return why;
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    m_bound = SQLITE_OK;
}

qint64 Statement::number(int column) const { return sqlite3_column_int64(m_statement.get(), column); }

QByteArray Statement::bytes(int column) const
{
    const void *data = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return {static_cast<const char *>(data), size};
}

void Database::Close::operator()(sqlite3 *connection) const
{
    if (sqlite3_close(connection) != SQLITE_OK)
        qCCritical(lcStore) << "A database was closed while a statement was in use.";
}

Result<Database> Database::open(const QString &path, Mode mode)
{
    const int access = mode == Mode::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3 *connection = nullptr;
    // SQLite hands out a connection even when it cannot open the file; it carries the reason.
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &connection,
                                     access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Database database(connection);
    if (code != SQLITE_OK && connection)
        return problem(connection);
    if (code != SQLITE_OK)
        return failure(kindOf(code), u"SQLite %1 while opening"_s.arg(code));

    sqlite3_busy_timeout(connection, 1000);
    return database;
}

Result<> Database::run(const QByteArray &sql)
{
    if (sqlite3_exec(m_connection.get(), sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return problem(m_connection.get());
    return {};
}

Result<Statement> Database::prepare(const QByteArray &sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_connection.get(), sql.constData(), -1, &statement, nullptr) != SQLITE_OK)
        return problem(m_connection.get());
    return Statement(statement);
}

Result<qint64> Database::number(const QByteArray &sql)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return std::unexpected(statement.error());

    const Result<bool> row = statement->step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return failure(Error::Kind::NotFound, u"no row"_s);
    return statement->number(0);
}

Result<> Database::copyTo(Database &target)
{
    constexpr int pagesAtOnce = 256; // 1 MB
    constexpr auto pause = std::chrono::milliseconds(1);
    sqlite3 *to = target.m_connection.get();
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", m_connection.get(), "main");
    if (!copy)
        return problem(to);
    constexpr int mostRefusals
        = 30'000; // in a row: half a minute at the least, and then whoever holds the file keeps it
    int code = SQLITE_OK;
    for (int refusals = 0; code == SQLITE_OK || (code == SQLITE_BUSY || code == SQLITE_LOCKED);) {
        code = sqlite3_backup_step(copy, pagesAtOnce);
        refusals = code == SQLITE_OK ? 0 : refusals + 1;
        if (refusals > mostRefusals)
            break;
        std::this_thread::sleep_for(pause); // so that whoever writes meanwhile gets the file
    }
    if (sqlite3_backup_finish(copy) != SQLITE_OK)
        return problem(to);
    return {};
}

void Database::rollBack()
{
    // SQLite has often rolled back by itself, on a full disk for one; asking again would be an error.
    if (sqlite3_get_autocommit(m_connection.get()))
        return;
    if (const auto done = run("ROLLBACK"); !done)
        qCWarning(lcStore) << "A failed write could not be rolled back:" << done.error().detail;
}

} // namespace knock::store
