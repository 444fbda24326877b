// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/signer.h"

#include "app/service/vault/cipher.h"
#include "app/service/vault/keystore.h"
#include "app/service/vault/openssl.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr size_t signatureSize = 64;

using Context = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

} // namespace

Signer::Signer(std::shared_ptr<EVP_PKEY> key, QByteArray publicPem, QString fingerprint)
    : m_key(std::move(key))
    , m_publicPem(std::move(publicPem))
    , m_fingerprint(std::move(fingerprint))
{
}

Result<Signer> Signer::open(KeyStore &keys)
{
    const Result<Secret> seed = keys.signingSeed();
    if (!seed)
        return std::unexpected(seed.error());
    Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed->data(), Secret::length));
    const Bio pem(BIO_new(BIO_s_mem()));
    uchar *der = nullptr;
    const int size = key ? i2d_PUBKEY(key.get(), &der) : 0;
    if (size <= 0 || PEM_write_bio_PUBKEY(pem.get(), key.get()) != 1) {
        OPENSSL_free(der);
        return failure(Error::Kind::Broken, u"OpenSSL makes no Ed25519 key"_s);
    }
    Digest digest;
    digest.add({der, size});
    OPENSSL_free(der);
    char *text = nullptr;
    const long length = BIO_get_mem_data(pem.get(), &text);
    return Signer(std::shared_ptr<EVP_PKEY>(std::move(key)), QByteArray(text, length),
                  QString::fromLatin1(digest.result().toHex()));
}

Result<QByteArray> Signer::sign(QByteArrayView bytes) const
{
    const Context context(EVP_MD_CTX_new());
    QByteArray signature(qsizetype(signatureSize), Qt::Uninitialized);
    size_t size = signatureSize;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) != 1
        || EVP_DigestSign(context.get(), at(signature.data()), &size, at(bytes.data()), size_t(bytes.size())) != 1)
        return failure(Error::Kind::Broken, u"OpenSSL does not sign"_s);
    return signature;
}

Result<> Signer::verify(const QByteArray &publicPem, QByteArrayView bytes, QByteArrayView signature)
{
    const Bio pem(BIO_new_mem_buf(publicPem.constData(), int(publicPem.size())));
    const Key key(PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519)
        return failure(Error::Kind::Malformed, u"this is no public key of Ed25519"_s);
    const Context context(EVP_MD_CTX_new());
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1
        || EVP_DigestVerify(context.get(), at(signature.data()), size_t(signature.size()), at(bytes.data()),
                            size_t(bytes.size()))
            != 1)
        return failure(Error::Kind::Broken, u"the signature is not of these bytes and this key"_s);
    return {};
}

} // namespace knock::vault
