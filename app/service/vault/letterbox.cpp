// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/letterbox.h"

#include "app/service/vault/keystore.h"
#include "app/service/vault/openssl.h"

#include <openssl/hmac.h>
#include <openssl/hpke.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr OSSL_HPKE_SUITE suite{OSSL_HPKE_KEM_ID_X25519, OSSL_HPKE_KDF_ID_HKDF_SHA256, OSSL_HPKE_AEAD_ID_AES_GCM_256};
constexpr QByteArrayView info = "knock letterbox 1";
constexpr size_t publicSize = 32; // RFC 9180, 7.1: Npk, and Nenc
constexpr size_t tagSize = 16; // likewise 7.3: Nt

using Context = std::unique_ptr<OSSL_HPKE_CTX, Free<OSSL_HPKE_CTX_free>>;

Context begin(int role) { return Context(OSSL_HPKE_CTX_new(OSSL_HPKE_MODE_BASE, suite, role, nullptr, nullptr)); }

size_t sizeOf(QByteArrayView bytes) { return static_cast<size_t>(bytes.size()); }

/// Of the seed of the signing key, and no help to whoever knows the one for the other.
Result<Secret> keyMaterial(KeyStore &keys)
{
    return keys.signingSeed().and_then([](const Secret &seed) -> Result<Secret> {
        uchar derived[Secret::length];
        uint size = 0;
        if (!HMAC(EVP_sha256(), seed.data(), int(Secret::length), at(info.data()), sizeOf(info), derived, &size)
            || size != Secret::length)
            return failure(Error::Kind::Broken, u"OpenSSL derives no key"_s);
        Result<Secret> secret = Secret::from({derived, qsizetype(size)});
        OPENSSL_cleanse(derived, sizeof(derived));
        return secret;
    });
}

} // namespace

Letterbox::Letterbox(std::shared_ptr<EVP_PKEY> key, QByteArray publicKey)
    : m_key(std::move(key))
    , m_publicKey(std::move(publicKey))
{
}

Result<Letterbox> Letterbox::open(KeyStore &keys)
{
    const Result<Secret> material = keyMaterial(keys);
    if (!material)
        return std::unexpected(material.error());
    QByteArray publicKey(qsizetype(publicSize), Qt::Uninitialized);
    size_t size = publicSize;
    EVP_PKEY *key = nullptr;
    if (OSSL_HPKE_keygen(suite, at(publicKey.data()), &size, &key, material->data(), Secret::length, nullptr, nullptr)
        != 1)
        return failure(Error::Kind::Broken, u"OpenSSL makes no X25519 key"_s);
    return Letterbox(std::shared_ptr<EVP_PKEY>(Key(key)), publicKey);
}

Result<QByteArray> Letterbox::seal(QByteArrayView publicKey, QByteArrayView bytes, QByteArrayView bound)
{
    const Context context = begin(OSSL_HPKE_ROLE_SENDER);
    size_t encapsulated = publicSize;
    size_t size = sizeOf(bytes) + tagSize;
    QByteArray sealed(qsizetype(publicSize + size), Qt::Uninitialized);
    if (!context
        || OSSL_HPKE_encap(context.get(), at(sealed.data()), &encapsulated, at(publicKey.data()), sizeOf(publicKey),
                           at(info.data()), sizeOf(info))
            != 1)
        return failure(Error::Kind::Malformed, u"this is no key to seal with"_s);
    if (OSSL_HPKE_seal(context.get(), at(sealed.data()) + publicSize, &size, at(bound.data()), sizeOf(bound),
                       at(bytes.data()), sizeOf(bytes))
        != 1)
        return failure(Error::Kind::Broken, u"OpenSSL does not seal"_s);
    return sealed;
}

Result<QByteArray> Letterbox::unseal(QByteArrayView sealed, QByteArrayView bound) const
{
    const auto broken = failure(Error::Kind::Broken, u"it was not sealed for this, or has been changed"_s);
    if (sizeOf(sealed) < publicSize + tagSize)
        return broken;
    const Context context = begin(OSSL_HPKE_ROLE_RECEIVER);
    const QByteArrayView text = sealed.sliced(qsizetype(publicSize));
    size_t size = sizeOf(text);
    QByteArray bytes(text.size(), Qt::Uninitialized);
    if (!context
        || OSSL_HPKE_decap(context.get(), at(sealed.data()), publicSize, m_key.get(), at(info.data()), sizeOf(info))
            != 1
        || OSSL_HPKE_open(context.get(), at(bytes.data()), &size, at(bound.data()), sizeOf(bound), at(text.data()),
                          sizeOf(text))
            != 1)
        return broken;
    bytes.truncate(qsizetype(size));
    return bytes;
}

} // namespace knock::vault
