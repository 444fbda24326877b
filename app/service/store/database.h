// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <memory>
#include <QByteArray>

struct sqlite3;
struct sqlite3_stmt;

namespace knock::store {

/// One prepared statement. Places count from 1, columns from 0. Must go before its Database does.
class Statement
{
public:
    explicit Statement(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }

    void bind(int place, qint64 number);
    void bindText(int place, const QByteArray &utf8);
    void bindBytes(int place, const QByteArray &bytes);

    /// True: there is a row to read. False: done, ready for the next values.
    [[nodiscard]] Result<bool> step();
    void reset();

    [[nodiscard]] qint64 number(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;

private:
    void keep(int code);

    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bound = 0; ///< the first thing that went wrong while binding
};

/// One connection to an SQLite file, for one thread at a time.
class Database
{
public:
    enum class Mode { Read, Write };

    /// The file must exist.
    [[nodiscard]] static Result<Database> open(const QString &path, Mode mode);

    /// Runs any number of statements that need no values.
    [[nodiscard]] Result<> run(const QByteArray &sql);
    [[nodiscard]] Result<Statement> prepare(const QByteArray &sql);
    /// The number in the first column of the first row.
    [[nodiscard]] Result<qint64> number(const QByteArray &sql);
    /// Makes \a target, which must be empty, a copy of this, page by page and with pauses for who writes meanwhile.
    [[nodiscard]] Result<> copyTo(Database &target);
    /// Ends a transaction that has not ended by itself.
    void rollBack();

private:
    struct Close {
        void operator()(sqlite3 *connection) const;
    };

    explicit Database(sqlite3 *connection)
        : m_connection(connection)
    {
    }

    std::unique_ptr<sqlite3, Close> m_connection;
};

} // namespace knock::store
