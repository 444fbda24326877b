// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/backup.h"

#include "app/service/store/database.h"
#include "app/service/store/filelock.h"
#include "app/service/store/files.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

/// Everything of \a from as one file without companions, on the disk.
Result<> copy(const QString &from, const QString &to)
{
    Result<Database> source = Database::open(from, Database::Mode::Read);
    if (!source)
        return std::unexpected(source.error());
    if (const auto made = makeFile(to); !made)
        return made;
    Result<Database> target = Database::open(to, Database::Mode::Write);
    if (!target)
        return std::unexpected(target.error());

    // With one look held open the copy is of this instant, and nothing that is written meanwhile starts it anew.
    return source->run("BEGIN; SELECT count(*) FROM sqlite_schema;")
        .and_then([&] { return source->copyTo(*target); })
        .and_then([&] { return target->run("PRAGMA journal_mode = DELETE"); })
        .and_then([&] { return sync(to); });
}

void clear(const QString &path)
{
    for (const auto *ending : {"", "-wal", "-shm", "-journal"})
        QFile::remove(path + QLatin1StringView(ending));
}

/// A copy of \a from that was walked, under the name \a part.
Result<Chain> checkedCopy(const QString &from, const QString &part, const Verifying &isSigned)
{
    clear(part);
    Result<Chain> chain = copy(from, part).and_then([&] { return walk(part, isSigned); });
    if (!chain)
        clear(part);
    return chain;
}

/// Refused: the journal in \a path may know more than \a chain.
Result<> isOlder(const QString &path, const Chain &chain, Replace replace)
{
    if (replace == Replace::Any || !QFile::exists(path))
        return {};
    const Result<qint64> last = Database::open(path, Database::Mode::Read).and_then([](Database database) {
        return database.number("SELECT coalesce(max(sequence), 0) FROM event");
    });
    if (!last)
        return failure(Error::Kind::Refused, u"what is there cannot be read: %1"_s.arg(last.error().detail));
    if (static_cast<quint64>(*last) > chain.last)
        return failure(Error::Kind::Refused,
                       u"what is there goes on to sequence %1, the backup ends at %2"_s.arg(*last).arg(chain.last));
    return {};
}

/// Brings everything of the journal into its one file, as far as it is in order.
void fold(const QString &path)
{
    if (Result<Database> database = Database::open(path, Database::Mode::Write))
        (void)database->run("PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace

Result<Chain> backup(const QString &path, const QString &to, const Verifying &isSigned)
{
    if (QFile::exists(to))
        return failure(Error::Kind::Refused, u"%1 is there already"_s.arg(to));
    const QString part = to + ".part"_L1;
    const Result<Chain> chain = checkedCopy(path, part, isSigned);
    if (!chain)
        return chain;
    const Result<> done
        = rename(part, to).and_then([&] { return sync(QFileInfo(QFileInfo(to).absoluteFilePath()).path()); });
    if (!done)
        return std::unexpected(done.error());
    return chain;
}

Result<Restored> restore(const QString &from, const QString &path, Replace replace, const Verifying &isSigned)
{
    if (!QFile::exists(from))
        return failure(Error::Kind::NotFound, u"there is no %1"_s.arg(from));
    if (const auto made = makeFolder(QFileInfo(path).absolutePath()); !made)
        return std::unexpected(made.error());
    const Result<FileLock> lock = FileLock::take(path + ".lock"_L1);
    if (!lock)
        return std::unexpected(lock.error());

    const QString part = path + ".part"_L1;
    Result<Chain> chain = checkedCopy(from, part, isSigned);
    if (!chain)
        return std::unexpected(chain.error());
    Restored restored{*std::move(chain), {}};
    const QString kept = freeName(path, u"before-restore"_s);
    if (QFile::exists(path))
        restored.kept = kept;
    const Result<> done = isOlder(path, restored.chain, replace).and_then([&] {
        fold(path);
        return exchange(path, kept, part);
    });
    clear(part);
    if (!done)
        return std::unexpected(done.error());
    return restored;
}

} // namespace knock::store
