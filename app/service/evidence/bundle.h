// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"
#include "app/service/store/sealer.h"

#include <functional>
#include <memory>
#include <QDateTime>
#include <QStringList>

namespace knock::vault {
class KeyStore;
class Signer;
} // namespace knock::vault

namespace knock::evidence {

/// Where everything of an incident is kept.
struct Sources {
    QString journal; ///< the file
    std::shared_ptr<store::Sealer> sealer; ///< null: nothing is sealed
    vault::KeyStore *keys = nullptr; ///< null: nothing is sealed
    QString recordings; ///< the folder
    QString files; ///< the folder of what phones sent
};

/// What is signed, and with which key.
struct Seal {
    QByteArray publicPem;
    std::function<Result<QByteArray>(QByteArrayView bytes)> sign; ///< Ed25519 (RFC 8032)
};

struct Bundle {
    QString sha256; ///< of the file, hexadecimal
    quint64 bytes = 0;
    quint64 rows = 0; ///< of the record
    QStringList missing; ///< files the record names that are not there, or not as the record says
};

enum class Copy {
    Whole,
    Redacted ///< without numbers, names, words and files; places to a kilometre
};

/// Writes everything that is known of \a incident into one file \a path, which must not exist, and which whoever gets
/// it can prove with knock-verify or with openssl alone: README.txt in it tells how. Whole or not at all.
///
/// Blocks on the disk, in proportion to what there is of the incident and to how much came between its first event and
/// its last; for any thread. NotFound: no such incident. Expired: its key was destroyed.
[[nodiscard]] Result<Bundle> writeBundle(const Sources &sources, const Seal &seal, IncidentId incident, Copy copy,
                                         const QDateTime &at, const QString &path);

} // namespace knock::evidence
