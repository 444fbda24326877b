// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <memory>
#include <QByteArray>

using EVP_PKEY = struct evp_pkey_st;

namespace knock::vault {

class KeyStore;

/// Signs with Ed25519 (RFC 8032). Thread-safe.
class Signer
{
public:
    /// With the key of \a keys, which is made when there is none yet.
    [[nodiscard]] static Result<Signer> open(KeyStore &keys);

    /// 64 bytes.
    [[nodiscard]] Result<QByteArray> sign(QByteArrayView bytes) const;
    /// As `openssl pkey -pubin` reads it (RFC 8410).
    [[nodiscard]] const QByteArray &publicPem() const { return m_publicPem; }
    /// SHA-256 of the public key in DER, hexadecimal: what people compare, and `openssl pkey -pubin -outform DER |
    /// sha256sum` prints.
    [[nodiscard]] const QString &fingerprint() const { return m_fingerprint; }

    /// Broken: whoever has the private key to \a publicPem did not sign these \a bytes. Malformed: it is no such key.
    [[nodiscard]] static Result<> verify(const QByteArray &publicPem, QByteArrayView bytes, QByteArrayView signature);

private:
    Signer(std::shared_ptr<EVP_PKEY> key, QByteArray publicPem, QString fingerprint);

    std::shared_ptr<EVP_PKEY> m_key;
    QByteArray m_publicPem;
    QString m_fingerprint;
};

} // namespace knock::vault
