// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/secret.h"

#include <memory>
#include <QtEndian>

using EVP_MD_CTX = struct evp_md_ctx_st;

namespace knock::vault {

/// What sealing adds: a random nonce of 96 bits before, a tag of 128 bits behind.
inline constexpr qsizetype sealedExtra = 12 + 16;

/// AES-256-GCM (NIST SP 800-38D): nonce, cipher text, tag. Opens only together with the same \a bound bytes.
///
/// One key seals 2^32 times at most (8.3 there): that many events or segments no incident has.
[[nodiscard]] Result<QByteArray> seal(const Secret &key, QByteArrayView plain, QByteArrayView bound);
/// Broken: another key, other bound bytes, or one bit of it was changed.
[[nodiscard]] Result<QByteArray> unseal(const Secret &key, QByteArrayView sealed, QByteArrayView bound);

/// SHA-256 of what is added, piece by piece.
class Digest
{
public:
    Digest();

    void add(QByteArrayView bytes);
    /// Empty if OpenSSL failed on the way. Begins anew.
    [[nodiscard]] QByteArray result();

private:
    struct Free {
        void operator()(EVP_MD_CTX *context) const;
    };

    void begin();

    std::unique_ptr<EVP_MD_CTX, Free> m_context;
    bool m_isGood = false;
};

/// As numbers stand in everything that is hashed or bound here.
template <typename Number>
[[nodiscard]] QByteArray bigEndian(Number number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

} // namespace knock::vault
