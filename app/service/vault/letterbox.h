// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <memory>
#include <QByteArray>

using EVP_PKEY = struct evp_pkey_st;

namespace knock::vault {

class KeyStore;

/// What anybody may put in and only the owner of the keys takes out: HPKE (RFC 9180) in base mode, with
/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. Thread-safe.
class Letterbox
{
public:
    /// With a key of \a keys, always the same.
    [[nodiscard]] static Result<Letterbox> open(KeyStore &keys);

    /// To seal with. No secret.
    [[nodiscard]] const QByteArray &publicKey() const { return m_publicKey; }
    /// One byte at least; \a bound says what they belong to, and unseal() wants the same. Malformed: this is no such
    /// key.
    [[nodiscard]] static Result<QByteArray> seal(QByteArrayView publicKey, QByteArrayView bytes, QByteArrayView bound);
    /// Broken: it was sealed for another letterbox, for something else, or is not as it was.
    [[nodiscard]] Result<QByteArray> unseal(QByteArrayView sealed, QByteArrayView bound) const;

private:
    Letterbox(std::shared_ptr<EVP_PKEY> key, QByteArray publicKey);

    std::shared_ptr<EVP_PKEY> m_key;
    QByteArray m_publicKey;
};

} // namespace knock::vault
