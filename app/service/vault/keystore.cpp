// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/keystore.h"

#include "app/core/logging.h"
#include "app/service/vault/cipher.h"

#include <QFile>
#include <QFileInfo>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace knock::vault {

using store::Database;
using store::Statement;

namespace {

constexpr int signing = 3; // beside the purposes of Keep
constexpr qsizetype recentKeys = 16 * 1024; // more than incidents are open at once: each event of theirs needs its key
constexpr auto wrappedSize = qsizetype(Secret::length) + sealedExtra;

// Rows are only ever added at the end and overwritten by others of the same size, so SQLite never moves one: a moved
// one could leave its bytes behind in a page.
constexpr auto schema = R"(
BEGIN IMMEDIATE;
CREATE TABLE master (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), epoch INTEGER NOT NULL, proof BLOB NOT NULL) STRICT;
CREATE TABLE key (
    number INTEGER PRIMARY KEY,
    incident INTEGER NOT NULL,
    purpose INTEGER NOT NULL CHECK (purpose BETWEEN 1 AND 3),
    destroyed INTEGER NOT NULL DEFAULT 0 CHECK (destroyed IN (0, 1)),
    wrapped BLOB NOT NULL CHECK (length(wrapped) = 60),
    UNIQUE (incident, purpose)
) STRICT;
CREATE TRIGGER key_stays BEFORE DELETE ON key BEGIN SELECT raise(ABORT, 'a key is destroyed, never removed'); END;
CREATE TRIGGER key_stays_destroyed BEFORE UPDATE ON key WHEN old.destroyed AND (NOT new.destroyed OR new.wrapped <> zeroblob(60))
    BEGIN SELECT raise(ABORT, 'a destroyed key never comes back'); END;
PRAGMA user_version = 1;
COMMIT;
)";

QByteArray boundToProof(quint64 epoch) { return "knock master 1"_ba + bigEndian(epoch); }

QByteArray boundToKey(quint64 incident, int purpose, quint64 epoch)
{
    return "knock key 1"_ba + bigEndian(incident) + bigEndian(quint8(purpose)) + bigEndian(epoch);
}

Result<> runOnce(Result<Statement> &statement)
{
    if (!statement)
        return std::unexpected(statement.error());
    return statement->step().transform([](bool) { });
}

Result<> prepare(Database &database)
{
    // FULL: a commit returns when it is on the disk. secure_delete: what is overwritten or removed becomes zeros.
    const auto ready = database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                                    "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;");
    const Result<qint64> version = ready.and_then([&] { return database.number("PRAGMA user_version"); });
    if (!version)
        return std::unexpected(version.error());
    if (*version == 1)
        return {};
    if (*version != 0)
        return failure(Error::Kind::Malformed, u"it has schema %1, known is 1"_s.arg(*version));
    const auto made = database.run(schema);
    if (!made)
        database.rollBack();
    return made;
}

} // namespace

KeyStore::KeyStore(store::FileLock lock, Database database, const MasterKey &master)
    : m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_master(master)
    , m_recent(recentKeys)
{
}

Result<std::unique_ptr<KeyStore>> KeyStore::open(const QString &path, const MasterKey &master, Missing missing)
{
    Result<store::FileLock> lock = store::FileLock::take(path + ".lock"_L1);
    if (!lock)
        return std::unexpected(lock.error());
    if (!QFileInfo::exists(path)) {
        if (missing == Missing::Refuse)
            return failure(Error::Kind::NotFound, u"there are no keys in %1"_s.arg(path));
        if (const auto made = writePrivate(path, {}); !made)
            return std::unexpected(made.error());
    }

    Result<Database> database = Database::open(path, Database::Mode::Write);
    const auto ready = database ? prepare(*database) : std::unexpected(database.error());
    if (!ready)
        return failure(ready.error().kind, u"%1: %2"_s.arg(path, ready.error().detail));
    std::unique_ptr<KeyStore> keys(new KeyStore(std::move(*lock), std::move(*database), master));
    if (const auto proven = keys->prove(); !proven)
        return failure(proven.error().kind, u"%1: %2"_s.arg(path, proven.error().detail));
    return keys;
}

Result<> KeyStore::prove()
{
    Result<Statement> row = m_database.prepare("SELECT epoch, proof FROM master");
    const Result<bool> found = row ? row->step() : std::unexpected(row.error());
    if (!found)
        return std::unexpected(found.error());
    if (*found) {
        m_epoch = quint64(row->number(0));
        if (!unseal(m_master.secret, row->bytes(1), boundToProof(m_epoch)))
            return failure(Error::Kind::Refused, u"the master key is another than the one it was made with"_s);
        return {};
    }

    m_epoch = 1;
    const Result<QByteArray> proof = seal(m_master.secret, {}, boundToProof(m_epoch));
    if (!proof)
        return std::unexpected(proof.error());
    Result<Statement> insert = m_database.prepare("INSERT INTO master (only_one, epoch, proof) VALUES (1, 1, ?1)");
    if (insert)
        insert->bindBytes(1, *proof);
    return runOnce(insert);
}

Result<Secret> KeyStore::key(IncidentId incident, Keep keep) { return get({incident.value, int(keep)}, Missing::Make); }

Result<Secret> KeyStore::find(IncidentId incident, Keep keep)
{
    return get({incident.value, int(keep)}, Missing::Refuse);
}

Result<std::vector<IncidentId>> KeyStore::kept(Keep keep)
{
    const std::scoped_lock lock(m_mutex);
    Result<Statement> rows = m_database.prepare(
        "SELECT incident FROM key WHERE purpose = ?1 AND NOT destroyed AND incident > 0 ORDER BY incident");
    if (!rows)
        return std::unexpected(rows.error());
    rows->bind(1, int(keep));
    std::vector<IncidentId> incidents;
    while (true) {
        const Result<bool> row = rows->step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return incidents;
        incidents.push_back({static_cast<quint64>(rows->number(0))});
    }
}

Result<Secret> KeyStore::signingSeed() { return get({0, signing}, Missing::Make); }

Result<Secret> KeyStore::get(const Name &name, Missing missing)
{
    const std::scoped_lock lock(m_mutex);
    if (const Secret *recent = m_recent.object(name))
        return *recent;

    Result<Secret> secret = read(name);
    if (!secret && secret.error().kind == Error::Kind::NotFound && missing == Missing::Make)
        secret = make(name);
    if (secret)
        m_recent.insert(name, new Secret(*secret));
    return secret;
}

Result<Secret> KeyStore::read(const Name &name)
{
    Result<Statement> row
        = m_database.prepare("SELECT destroyed, wrapped FROM key WHERE incident = ?1 AND purpose = ?2");
    if (!row)
        return std::unexpected(row.error());
    row->bind(1, qint64(name.incident));
    row->bind(2, name.purpose);
    const Result<bool> found = row->step();
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return failure(Error::Kind::NotFound, u"incident %1 has no key"_s.arg(name.incident));
    if (row->number(0) != 0)
        return failure(Error::Kind::Expired, u"the key of incident %1 was destroyed"_s.arg(name.incident));

    Result<QByteArray> bytes = unseal(m_master.secret, row->bytes(1), boundToKey(name.incident, name.purpose, m_epoch));
    if (!bytes)
        return failure(bytes.error().kind,
                       u"the key of incident %1: %2"_s.arg(name.incident).arg(bytes.error().detail));
    Result<Secret> secret = Secret::from(*bytes);
    wipe(*bytes);
    return secret;
}

Result<Secret> KeyStore::make(const Name &name)
{
    const Result<Secret> secret = Secret::random();
    if (!secret)
        return secret;
    const Result<QByteArray> wrapped
        = seal(m_master.secret, secret->bytes(), boundToKey(name.incident, name.purpose, m_epoch));
    if (!wrapped)
        return std::unexpected(wrapped.error());
    Result<Statement> insert = m_database.prepare("INSERT INTO key (incident, purpose, wrapped) VALUES (?1, ?2, ?3)");
    if (insert) {
        insert->bind(1, qint64(name.incident));
        insert->bind(2, name.purpose);
        insert->bindBytes(3, *wrapped);
    }
    return runOnce(insert).transform([&] { return *secret; });
}

Result<> KeyStore::shred(IncidentId incident, Keep keep)
{
    if (!incident.isValid())
        return failure(Error::Kind::Refused, u"what belongs to no incident keeps its key"_s);
    const std::scoped_lock lock(m_mutex);
    m_recent.remove({incident.value, int(keep)});

    // A row even for an incident that never had a key: it shall not get one any more.
    Result<Statement> destroy
        = m_database.prepare("INSERT INTO key (incident, purpose, destroyed, wrapped) VALUES (?1, ?2, 1, zeroblob(60))"
                             " ON CONFLICT (incident, purpose) DO UPDATE SET destroyed = 1, wrapped = zeroblob(60)");
    if (destroy) {
        destroy->bind(1, qint64(incident.value));
        destroy->bind(2, int(keep));
    }
    return runOnce(destroy).and_then([this] { return emptyLog(); });
}

Result<> KeyStore::emptyLog()
{
    // The first column of the answer: whether somebody was in the way.
    return m_database.number("PRAGMA wal_checkpoint(TRUNCATE)").and_then([](qint64 busy) -> Result<> {
        if (busy != 0)
            return failure(Error::Kind::Refused, u"another program reads the keys"_s);
        return {};
    });
}

Result<> KeyStore::rewrap(const MasterKey &master)
{
    const std::scoped_lock lock(m_mutex);
    const auto done = m_database.run("BEGIN IMMEDIATE").and_then([&] { return wrapAll(master); }).and_then([&] {
        return m_database.run("COMMIT");
    });
    if (!done) {
        m_database.rollBack();
        return done;
    }
    m_master = master;
    ++m_epoch;
    if (const auto emptied = emptyLog(); !emptied)
        qCWarning(lcStore) << "Keys are wrapped anew, but their old form is still in the log:"
                           << emptied.error().detail;
    return {};
}

Result<> KeyStore::wrapAll(const MasterKey &master)
{
    const quint64 next = m_epoch + 1;
    std::vector<std::pair<qint64, QByteArray>> wrapped;
    {
        Result<Statement> rows
            = m_database.prepare("SELECT number, incident, purpose, wrapped FROM key WHERE NOT destroyed");
        while (rows) {
            const Result<bool> row = rows->step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            const quint64 incident = quint64(rows->number(1));
            const int purpose = int(rows->number(2));
            Result<QByteArray> key = unseal(m_master.secret, rows->bytes(3), boundToKey(incident, purpose, m_epoch));
            if (!key)
                return failure(Error::Kind::Broken,
                               u"the key of incident %1: %2"_s.arg(incident).arg(key.error().detail));
            Result<QByteArray> again = seal(master.secret, *key, boundToKey(incident, purpose, next));
            wipe(*key);
            if (!again)
                return std::unexpected(again.error());
            wrapped.emplace_back(rows->number(0), std::move(*again));
        }
        if (!rows)
            return std::unexpected(rows.error());
    }

    Result<Statement> update = m_database.prepare("UPDATE key SET wrapped = ?2 WHERE number = ?1");
    for (const auto &[number, bytes] : wrapped) {
        if (update) {
            update->bind(1, number);
            update->bindBytes(2, bytes);
        }
        if (const auto done = runOnce(update); !done)
            return done;
    }
    const Result<QByteArray> proof = seal(master.secret, {}, boundToProof(next));
    if (!proof)
        return std::unexpected(proof.error());
    Result<Statement> count = m_database.prepare("UPDATE master SET epoch = ?1, proof = ?2");
    if (count) {
        count->bind(1, qint64(next));
        count->bindBytes(2, *proof);
    }
    return runOnce(count);
}

quint64 KeyStore::epoch() const
{
    const std::scoped_lock lock(m_mutex);
    return m_epoch;
}

Result<> KeyStore::copyTo(const QString &path)
{
    if (const auto made = writePrivate(path, {}); !made)
        return made;
    {
        const std::scoped_lock lock(m_mutex);
        Result<Statement> copy = m_database.prepare("VACUUM INTO ?1");
        if (copy)
            copy->bindText(1, QFile::encodeName(path));
        if (const auto copied = runOnce(copy); !copied) {
            QFile::remove(path);
            return copied;
        }
    }
    QFile file(path); // SQLite does not wait for the disk here
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || ::fsync(file.handle()) != 0)
        return failure(Error::Kind::Broken, u"the copy of the keys does not reach the disk"_s);
    return syncFolderOf(path);
}

} // namespace knock::vault
