// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/verify.h"

#include "app/service/store/rows.h"

#include <map>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

using Checkpoints = std::map<quint64, Checkpoint>;

/// The first schema that has a form, checkpoints and a beginning.
constexpr qint64 withCheckpoints = 3;

Result<Checkpoints> checkpointsIn(Database &database)
{
    Checkpoints found;
    Result<Statement> rows = database.prepare("SELECT sequence, hash, at, signature FROM checkpoint");
    if (!rows)
        return std::unexpected(rows.error());
    while (true) {
        const Result<bool> row = rows->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return found;
        const auto sequence = static_cast<quint64>(rows->number(0));
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(rows->number(2), QTimeZone::UTC);
        found.insert({sequence, {sequence, rows->bytes(1), at, rows->bytes(3)}});
    }
}

Result<> begin(Database &database, Chain &chain)
{
    Result<Statement> rows = database.prepare("SELECT sequence, hash FROM beginning");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->step();
    if (!row)
        return std::unexpected(row.error());
    if (*row) {
        chain.last = static_cast<quint64>(rows->number(0));
        chain.hash = rows->bytes(1);
    }
    return {};
}

Result<> check(const Chain &chain, const Checkpoint &checkpoint, const Verifying &isSigned)
{
    if (checkpoint.hash != chain.hash)
        return failure(Error::Kind::Broken, u"sequence %1 is not what was signed"_s.arg(chain.last));
    if (isSigned && !isSigned(checkpoint.text(), checkpoint.signature))
        return failure(Error::Kind::Broken, u"the signature of the checkpoint at %1 is wrong"_s.arg(chain.last));
    return {};
}

Result<> walkRows(Statement &rows, const Checkpoints &checkpoints, const Verifying &isSigned, Chain &chain)
{
    HashChain hashes;
    while (true) {
        const Result<bool> row = rows.step();
        if (!row)
            return failure(row.error().kind, u"after sequence %1: %2"_s.arg(chain.last).arg(row.error().detail));
        if (!*row)
            return {};

        const Row whole = Rows::whole(rows);
        if (whole.record.sequence != chain.last + 1)
            return failure(Error::Kind::Broken, u"sequence %1 is missing"_s.arg(chain.last + 1));
        Result<QByteArray> hash = hashes.next(chain.hash, whole);
        if (!hash)
            return std::unexpected(hash.error());
        if (*hash != rows.bytes(8))
            return failure(Error::Kind::Broken, u"the chain breaks at sequence %1"_s.arg(whole.record.sequence));
        chain.hash = *std::move(hash);
        ++chain.last;
        ++chain.records;

        const auto checkpoint = checkpoints.find(chain.last);
        if (checkpoint == checkpoints.end())
            continue;
        if (const auto good = check(chain, checkpoint->second, isSigned); !good)
            return good;
        ++chain.checkpoints;
        chain.checkedUpTo = chain.last;
    }
}

} // namespace

Result<Chain> walk(const QString &path, const Verifying &isSigned)
{
    Result<Database> database = Database::open(path, Database::Mode::Read);
    if (!database)
        return std::unexpected(database.error());
    // One look at everything, however much is written meanwhile.
    if (const auto begun = database->run("BEGIN"); !begun)
        return std::unexpected(begun.error());
    const Result<qint64> version = database->number("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());

    Chain chain{.hash = HashChain::start()};
    Checkpoints checkpoints;
    QByteArray columns = "1, 0, x''";
    if (*version >= withCheckpoints) {
        Result<Checkpoints> found = checkpointsIn(*database);
        if (!found)
            return std::unexpected(found.error());
        checkpoints = *std::move(found);
        if (const auto begun = begin(*database, chain); !begun)
            return std::unexpected(begun.error());
        columns = "form, monotonic, boot";
    }
    Result<Statement> rows = database->prepare("SELECT sequence, incident, at, type, body, " + columns
                                               + ", hash FROM event ORDER BY sequence");
    if (!rows)
        return std::unexpected(rows.error());
    if (const auto walked = walkRows(*rows, checkpoints, isSigned, chain); !walked)
        return std::unexpected(walked.error());

    if (!checkpoints.empty() && checkpoints.rbegin()->first > chain.last) {
        return failure(Error::Kind::Broken,
                       u"the end is cut off after sequence %1: sequence %2 was signed"_s.arg(chain.last)
                           .arg(checkpoints.rbegin()->first));
    }
    return chain;
}

Result<quint64> verify(const QString &path, const Verifying &isSigned)
{
    return walk(path, isSigned).transform([](const Chain &chain) { return chain.records; });
}

} // namespace knock::store
