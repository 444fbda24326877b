// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace knock::ui {

/// A database that is only read, as an import left it.
class SqliteFile
{
public:
    struct Close {
        void operator()(sqlite3 *database) const;
        void operator()(sqlite3_stmt *statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Close>;

    [[nodiscard]] static Result<SqliteFile> open(const QString &path);
    [[nodiscard]] Result<Statement> prepare(const char *query) const;

private:
    std::unique_ptr<sqlite3, Close> m_database;
};

} // namespace knock::ui
