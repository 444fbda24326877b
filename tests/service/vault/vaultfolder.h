// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/rotation.h"

#include <QDirIterator>
#include <QTemporaryDir>

namespace knock::test {

inline QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool overwrite(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

/// In how many files of \a folder \a bytes stand.
[[nodiscard]] inline int filesWith(const QString &folder, const QByteArray &bytes)
{
    int count = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden);
    while (files.hasNext())
        count += contentsOf(files.next()).contains(bytes) ? 1 : 0;
    return count;
}

/// A folder with a master key in a file, and with keys.
struct VaultFolder {
    QTemporaryDir folder;

    [[nodiscard]] QString path(const QString &name) const { return folder.filePath(name); }
    [[nodiscard]] QString masterPath() const { return path(QStringLiteral("master.key")); }
    [[nodiscard]] QString keysPath() const { return path(QStringLiteral("keys.db")); }

    [[nodiscard]] Result<std::unique_ptr<vault::KeyStore>> open(vault::Missing missing = vault::Missing::Make) const
    {
        return vault::openKeys(keysPath(), masterPath(), vault::masterFromFile, missing);
    }

    [[nodiscard]] int filesWith(const QByteArray &bytes) const { return test::filesWith(folder.path(), bytes); }

    /// As a program from outside finds it in the file.
    [[nodiscard]] QByteArray wrappedKey(quint64 incident, vault::Keep keep) const
    {
        auto database = store::Database::open(keysPath(), store::Database::Mode::Read);
        auto row = database->prepare("SELECT wrapped FROM key WHERE incident = ?1 AND purpose = ?2");
        row->bind(1, qint64(incident));
        row->bind(2, int(keep));
        return row->step().value() ? row->bytes(0) : QByteArray();
    }
};

inline QByteArray bytesOf(const vault::Secret &secret) { return secret.bytes().toByteArray(); }

inline vault::MasterKey anyMaster() { return {vault::Secret::random().value()}; }

} // namespace knock::test
