// SPDX-License-Identifier: Apache-2.0
#include "app/service/keeping.h"

#include "app/service/archive/archive.h"
#include "app/service/retention/retention.h"
#include "app/service/service.h"
#include "app/service/vault/rotation.h"

#include <QDir>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace knock::service {

namespace {

/// With which every key is wrapped, in whichever of the three ways the place has chosen.
vault::OpenMaster masterOf(const Configuration &c)
{
    if (!c.masterToken.module.isEmpty()) {
        return [token = c.masterToken](const QString &path, vault::Missing missing) {
            return vault::masterFromToken(path, token, missing);
        };
    }
    if (!c.masterPassphrase.isEmpty()) {
        return [passphrase = c.masterPassphrase.toUtf8()](const QString &path, vault::Missing missing) {
            return vault::masterFromPassphrase(path, passphrase, missing);
        };
    }
    return &vault::masterFromFile;
}

QString masterPathOf(const Configuration &c)
{
    return c.masterKey.isEmpty() ? QDir(c.dataFolder).filePath(u"master.key"_s) : c.masterKey;
}

/// Rows that only the keys open: without these, new ones must not take their place.
bool hasSealed(const QString &journal)
{
    auto database = store::Database::open(journal, store::Database::Mode::Read);
    if (!database)
        return false;
    // A journal from before there were keys has no such column, and one that is begun no rows.
    return database->number("SELECT EXISTS (SELECT 1 FROM event WHERE form = 3)").value_or(0) != 0;
}

class CheckpointSigner final : public store::Signer
{
public:
    explicit CheckpointSigner(std::shared_ptr<const vault::Signer> seal)
        : m_seal(std::move(seal))
    {
    }
    Result<QByteArray> sign(const QByteArray &bytes) override { return m_seal->sign(bytes); }

private:
    const std::shared_ptr<const vault::Signer> m_seal;
};

} // namespace

Result<Keeping> openKeeping(const Configuration &c)
{
    const QDir data(c.dataFolder);
    const auto missing = hasSealed(data.filePath(u"journal.db"_s)) ? vault::Missing::Refuse : vault::Missing::Make;
    auto keys = vault::openKeys(data.filePath(u"keys.db"_s), masterPathOf(c), masterOf(c), missing);
    if (!keys)
        return std::unexpected(keys.error());
    auto seal = vault::Signer::open(**keys);
    if (!seal)
        return std::unexpected(seal.error());

    /// The sealer is of no use without the keys: whoever has it has both.
    struct Both {
        std::shared_ptr<vault::KeyStore> keys;
        vault::JournalSealer sealer{*keys};
    };
    Keeping keeping;
    keeping.keys = *std::move(keys);
    const auto both = std::make_shared<Both>(keeping.keys);
    keeping.sealer = std::shared_ptr<vault::JournalSealer>(both, &both->sealer);
    keeping.seal = std::make_shared<const vault::Signer>(*std::move(seal));
    keeping.checkpoints = std::make_shared<CheckpointSigner>(keeping.seal);
    return keeping;
}

void keepInTime(Service &service, const Configuration &c, const Keeping &keeping, const Clock &clock)
{
    const QDir data(c.dataFolder);
    QElapsedTimer uptime;
    uptime.start();
    auto *retention = new retention::Retention(
        {data.filePath(u"journal.db"_s), data.filePath(u"recordings"_s), data.filePath(u"files"_s), c.spans}, clock,
        keeping.sealer, keeping.keys,
        [uptime] { return std::chrono::duration_cast<std::chrono::milliseconds>(uptime.durationElapsed()); });
    retention->setParent(&service);
    QObject::connect(retention, &retention::Retention::noted, &service, &Service::note);
}

void readOut(Service &service, const Configuration &c, const Keeping &keeping, const Clock &clock)
{
    const QDir data(c.dataFolder);
    auto *archive = new archive::Archive({data.filePath(u"recordings"_s), data.filePath(u"files"_s)}, keeping.keys,
                                         clock, &service);
    QObject::connect(&service, &Service::fileWanted, archive, &archive::Archive::read);
    QObject::connect(archive, &archive::Archive::noted, &service, &Service::note);
    QObject::connect(archive, &archive::Archive::piece, &service, &Service::piece);
    QObject::connect(archive, &archive::Archive::refused, &service, &Service::refuse);
}

Result<> rotateMaster(const Configuration &c, const Keeping &keeping)
{
    return vault::rotate(*keeping.keys, masterPathOf(c), masterOf(c));
}

} // namespace knock::service
