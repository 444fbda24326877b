// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/files.h"
#include "app/service/vault/secret.h"

namespace knock::vault {

/// What all other keys are wrapped with. It is in memory only, and never in the folder of what it protects unless it
/// was put there.
struct MasterKey {
    Secret secret;
};

/// A key pair in a PKCS#11 token (RSA, 2048 bits or more). The token is needed while a master key is opened, not after.
struct Token {
    QString module; ///< the library of the token, a path
    QString object; ///< the key pair, as RFC 7512 writes it: `pkcs11:token=knock;object=master`
    QByteArray pin;
};

/// All three block: they read files, and the second costs 64 MB and some tenths of a second on purpose.
///
/// The 32 bytes of \a path themselves.
[[nodiscard]] Result<MasterKey> masterFromFile(const QString &path, Missing missing);
/// Argon2id (RFC 9106) of \a passphrase; \a path holds salt and cost. Any passphrase opens it to some key: whether it
/// is the right one the key store says. Refused: too short to be made (12 bytes of UTF-8).
[[nodiscard]] Result<MasterKey> masterFromPassphrase(const QString &path, const QByteArray &passphrase,
                                                     Missing missing);
/// \a path holds the key as the token's public key wrapped it (RSA-OAEP, RFC 8017).
///
/// Unreachable: no token, no key or a wrong PIN. Broken: another key pair wrapped it.
[[nodiscard]] Result<MasterKey> masterFromToken(const QString &path, const Token &token, Missing missing);

} // namespace knock::vault
