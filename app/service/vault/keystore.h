// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"
#include "app/service/store/database.h"
#include "app/service/store/filelock.h"
#include "app/service/vault/masterkey.h"

#include <memory>
#include <mutex>
#include <QCache>
#include <vector>

namespace knock::vault {

/// What is kept for the same time has the same key, and goes with it.
enum class Keep : quint8 { Record = 1, Sound = 2 };

/// The keys of all incidents, each a random number of its own, wrapped by the master key, in an SQLite file.
///
/// Thread-safe. Every call may block on the disk, unless the key was used a moment ago.
class KeyStore
{
public:
    /// Refused: \a master is not the key it was made with, or another program has the file open.
    [[nodiscard]] static Result<std::unique_ptr<KeyStore>> open(const QString &path, const MasterKey &master,
                                                                Missing missing);
    Q_DISABLE_COPY_MOVE(KeyStore)

    /// The key to seal with; what belongs to no incident has one too. Made when it is asked for the first time, and
    /// then on the disk before it is given out. Expired: it was destroyed, and there will never be another.
    [[nodiscard]] Result<Secret> key(IncidentId incident, Keep keep);
    /// The key to open with. NotFound: there never was one. Expired: it was destroyed.
    [[nodiscard]] Result<Secret> find(IncidentId incident, Keep keep);
    /// The incidents whose key of this kind there is: what can still be read.
    [[nodiscard]] Result<std::vector<IncidentId>> kept(Keep keep);
    /// The seed of the Ed25519 key all signatures are made with (RFC 8032, 5.1.5), made when it is asked for first.
    [[nodiscard]] Result<Secret> signingSeed();

    /// Destroys a key: when it returns, its wrapped bytes are in no file of this folder. Of no effect on a key that is
    /// gone already. Refused: of no incident, or another program reads the file, so that the log cannot be emptied now;
    /// the key is destroyed then all the same, and asking again removes what is left.
    [[nodiscard]] Result<> shred(IncidentId incident, Keep keep);
    /// Wraps all keys anew, all or none. What they seal is not touched, and nobody who reads is disturbed.
    [[nodiscard]] Result<> rewrap(const MasterKey &master);
    /// How often all keys were wrapped, from 1 on.
    [[nodiscard]] quint64 epoch() const;
    /// Copies the file while it is in use to \a path, which must not exist. Keys destroyed later live on in the copy.
    [[nodiscard]] Result<> copyTo(const QString &path);

private:
    struct Name {
        quint64 incident = 0;
        int purpose = 0;
        bool operator==(const Name &) const = default;
        friend size_t qHash(const Name &name, size_t seed = 0) { return qHashMulti(seed, name.incident, name.purpose); }
    };

    KeyStore(store::FileLock lock, store::Database database, const MasterKey &master);

    [[nodiscard]] Result<> prove();
    [[nodiscard]] Result<Secret> get(const Name &name, Missing missing);
    [[nodiscard]] Result<Secret> read(const Name &name);
    [[nodiscard]] Result<Secret> make(const Name &name);
    [[nodiscard]] Result<> wrapAll(const MasterKey &master);
    [[nodiscard]] Result<> emptyLog();

    mutable std::mutex m_mutex;
    const store::FileLock m_lock;
    store::Database m_database;
    MasterKey m_master;
    quint64 m_epoch = 0;
    QCache<Name, Secret> m_recent;
};

} // namespace knock::vault
