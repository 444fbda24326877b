// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/sqlitefile.h"

#include <QFile>
#include <QUrl>

#include <sqlite3.h>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestValue = 1024 * 1024;

} // namespace

void SqliteFile::Close::operator()(sqlite3 *database) const { sqlite3_close(database); }
void SqliteFile::Close::operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }

Result<SqliteFile> SqliteFile::open(const QString &path)
{
    if (!QFile::exists(path))
        return failure(Error::Kind::NotFound, u"there is no such file"_s);
    // Immutable: the file may lie where nobody may write, and an import replaces it as a whole.
    const QByteArray address = QUrl::fromLocalFile(path).toEncoded(QUrl::FullyEncoded) + "?immutable=1";
    sqlite3 *database = nullptr;
    const int opened = sqlite3_open_v2(address.constData(), &database,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    SqliteFile file;
    file.m_database.reset(database);
    if (opened != SQLITE_OK)
        return failure(Error::Kind::Broken, QString::fromUtf8(sqlite3_errstr(opened)));
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, largestValue);
    return file;
}

Result<SqliteFile::Statement> SqliteFile::prepare(const char *query) const
{
    sqlite3_stmt *statement = nullptr;
    const int prepared = sqlite3_prepare_v2(m_database.get(), query, -1, &statement, nullptr);
    if (prepared != SQLITE_OK)
        return failure(Error::Kind::Malformed, QString::fromUtf8(sqlite3_errstr(prepared)));
    return Statement(statement);
}

} // namespace knock::ui
