// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/sealedreader.h"
#include "app/service/vault/sealedwriter.h"
#include "tests/service/vault/vaultfolder.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace knock::test {

inline constexpr qsizetype fullSegment = 4 + 12 + 65536 + 16;
inline constexpr qsizetype headerSize = 68;

inline QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(quint32(size) + 1);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

inline QByteArray sha256(QByteArrayView bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }

inline vault::SealedSums write(const QString &path, vault::KeyStore &keys, const QByteArray &plain,
                               IncidentId incident = {7})
{
    const auto writer = vault::SealedWriter::create(path, keys, incident, vault::Keep::Sound).value();
    for (qsizetype at = 0; at < plain.size(); at += 10'000)
        writer->append(QByteArrayView(plain).sliced(at).first(std::min<qsizetype>(10'000, plain.size() - at))).value();
    return writer->finish().value();
}

inline Result<vault::SealedSums> readAll(const QString &path, vault::KeyStore &keys, QByteArray *plain = nullptr)
{
    return vault::SealedReader::open(path, keys).and_then([&](const auto &file) {
        return file->readAll([&](QByteArrayView bytes) -> Result<> {
            if (plain != nullptr)
                *plain += bytes;
            return {};
        });
    });
}

} // namespace knock::test
