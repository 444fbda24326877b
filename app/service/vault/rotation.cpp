// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/rotation.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

QString nextTo(const QString &masterPath) { return masterPath + ".next"_L1; }

} // namespace

Result<std::unique_ptr<KeyStore>> openKeys(const QString &keysPath, const QString &masterPath, const OpenMaster &open,
                                           Missing missing)
{
    const QString next = nextTo(masterPath);
    const bool isFirst = missing == Missing::Make && !QFileInfo::exists(keysPath);
    const auto openWith = [&](const QString &path, Missing master) {
        return open(path, master).and_then([&](const MasterKey &key) {
            return KeyStore::open(keysPath, key, missing);
        });
    };

    auto keys = openWith(masterPath, isFirst ? Missing::Make : Missing::Refuse);
    if (!QFileInfo::exists(next))
        return keys;
    if (keys) {
        QFile::remove(next); // nothing was wrapped with it yet
        return keys;
    }
    auto rotated = openWith(next, Missing::Refuse);
    if (!rotated)
        return keys;
    if (const auto replaced = replacePrivate(masterPath, next); !replaced)
        return std::unexpected(replaced.error());
    return rotated;
}

Result<> rotate(KeyStore &keys, const QString &masterPath, const OpenMaster &open)
{
    const QString next = nextTo(masterPath);
    return open(next, Missing::Make)
        .and_then([&](const MasterKey &master) { return keys.rewrap(master); })
        .and_then([&] { return replacePrivate(masterPath, next); });
}

} // namespace knock::vault
