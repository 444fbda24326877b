// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArray>

namespace knock::identity {

/// What one hash costs with Argon2id (RFC 9106). As it stands: 64 MiB and 0.2 s.
struct HashCost {
    quint32 kibibytes = 64 * 1024;
    quint32 passes = 3;
    bool operator==(const HashCost &) const = default;
};

constexpr qsizetype leastPassword = 12; ///< characters
constexpr qsizetype mostPassword = 256; ///< bytes of UTF-8

/// UTF-8 in the form NFKC, so that every keyboard's way to type a password gives the same bytes. Fails with Malformed
/// when it is empty or too long.
[[nodiscard]] Result<QByteArray> passwordBytes(const QString &typed);
/// As passwordBytes(); fails also when it is too short for a new one.
[[nodiscard]] Result<QByteArray> newPasswordBytes(const QString &typed);

/// The hash as a PHC string, which says how it was made. These two take long: not for the service's thread.
[[nodiscard]] Result<QByteArray> hashPassword(const QByteArray &password, HashCost cost);
[[nodiscard]] bool isPassword(const QByteArray &password, const QByteArray &hash);

/// False: it was made at another cost.
[[nodiscard]] bool costs(const QByteArray &hash, HashCost cost);
/// A hash that no password has. Looking at it takes as long as at another one of that cost.
[[nodiscard]] QByteArray nobodysHash(HashCost cost);

} // namespace knock::identity
