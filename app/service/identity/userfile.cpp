// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/userfile.h"

#include <QFile>
#include <QFileInfo>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

using store::Database;
using store::Statement;

// Times are milliseconds since 1970, UTC. Empty texts and blobs, and numbers that are 0, stand for "none".
constexpr auto first = R"(
CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    password TEXT NOT NULL,
    secret BLOB NOT NULL DEFAULT x'',
    lastStep INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    waitsUntil INTEGER NOT NULL DEFAULT 0,
    noted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token BLOB NOT NULL UNIQUE,
    user TEXT NOT NULL,
    userId INTEGER NOT NULL,
    roles TEXT NOT NULL,
    seat INTEGER NOT NULL UNIQUE,
    position TEXT NOT NULL,
    created INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    lastSeen INTEGER NOT NULL,
    locked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE firstCode (
    hash BLOB NOT NULL,
    ends INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    seat INTEGER NOT NULL,
    user TEXT NOT NULL,
    roles TEXT NOT NULL,
    text TEXT NOT NULL,
    doer TEXT NOT NULL,
    number INTEGER NOT NULL
) STRICT;
PRAGMA user_version = 1;
)";
// The key that secrets are sealed with, if there is one.
constexpr auto second = R"(
CREATE TABLE letterbox (
    onlyOne INTEGER PRIMARY KEY CHECK (onlyOne = 1),
    publicKey BLOB NOT NULL
) STRICT;
ALTER TABLE user ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 2;
)";

Error broken(const Error &why) { return {Error::Kind::Broken, u"users.db: "_s + why.detail}; }

// An existing file is never opened and closed here: that would drop the locks which SQLite holds on it in this process.
Result<> makeFile(const QString &path)
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    if (QFile::exists(path)) {
        if ((QFile::permissions(path) & ~(ownerOnly | QFileDevice::ReadUser | QFileDevice::WriteUser))
            && !QFile::setPermissions(path, ownerOnly))
            return failure(Error::Kind::Broken, u"others may read users.db, and that cannot be changed"_s);
        return {};
    }

    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly)) {
        if (QFile::exists(path)) // another process was faster
            return {};
        return failure(Error::Kind::Broken, u"cannot make %1: %2"_s.arg(path, file.errorString()));
    }
    // Made by the system's administrator, it belongs nevertheless to whom the service runs as.
    struct stat folder{};
    if (::geteuid() == 0 && ::stat(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &folder) == 0
        && ::fchown(file.handle(), folder.st_uid, folder.st_gid) != 0)
        return failure(Error::Kind::Broken, u"cannot hand users.db over to the owner of its folder"_s);
    return {};
}

Result<> prepare(Database &database)
{
    // SQLite says with which journal it goes on, which need not be the wanted one.
    Result<Statement> mode = database.prepare("PRAGMA journal_mode = WAL");
    if (!mode)
        return std::unexpected(mode.error());
    if (const auto row = mode->step(); !row)
        return std::unexpected(row.error());
    if (mode->bytes(0) != "wal")
        return failure(Error::Kind::Broken, u"the file system cannot hold a write-ahead log"_s);
    mode->reset();
    return database.run("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;");
}

Result<> makeTables(Database &database)
{
    const Result<qint64> version = database.number("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version < 0 || *version > 2)
        return failure(Error::Kind::Malformed, u"it has schema %1, known are 1 and 2"_s.arg(*version));
    const Result<> begun = *version == 0 ? database.run(first) : Result<>();
    return begun && *version < 2 ? database.run(second) : begun;
}

} // namespace

Result<UserFile> UserFile::open(const QString &path)
{
    if (const auto made = makeFile(path); !made)
        return std::unexpected(made.error());
    Result<Database> database = Database::open(path, Database::Mode::Write);
    if (!database)
        return std::unexpected(broken(database.error()));
    if (const auto ready = prepare(*database); !ready)
        return std::unexpected(broken(ready.error()));

    UserFile file(std::move(*database));
    // Two that open a new file at once: the second one finds the tables.
    const Result<> ready = file.transact([&file] { return makeTables(file.m_database).transform_error(broken); });
    if (!ready)
        return std::unexpected(ready.error());
    return file;
}

Result<> UserFile::run(const QByteArray &sql, Values values, const std::function<void(const Row &)> &eachRow)
{
    Result<Statement> statement = m_database.prepare(sql);
    if (!statement)
        return std::unexpected(broken(statement.error()));

    int place = 0;
    for (const Value &value : values) {
        ++place;
        if (const auto *number = std::get_if<qint64>(&value))
            statement->bind(place, *number);
        else if (const auto *text = std::get_if<QString>(&value))
            statement->bindText(place, text->toUtf8());
        else
            statement->bindBytes(place, std::get<QByteArray>(value));
    }
    while (true) {
        const Result<bool> row = statement->step();
        if (!row)
            return std::unexpected(broken(row.error()));
        if (!*row)
            return {};
        if (eachRow)
            eachRow(*statement);
    }
}

Result<UserFile::Version> UserFile::version()
{
    Version version;
    return run("SELECT data_version, total_changes() FROM pragma_data_version", {},
               [&version](const Row &row) { version = {row.number(0), row.number(1)}; })
        .transform([&version] { return version; });
}

} // namespace knock::identity
