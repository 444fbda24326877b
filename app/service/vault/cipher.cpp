// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/cipher.h"

#include "app/service/vault/openssl.h"

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr qsizetype nonceSize = 12;
constexpr qsizetype tagSize = 16;
static_assert(sealedExtra == nonceSize + tagSize);

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;

// Looked up once: a look-up costs more than sealing an event.
const EVP_CIPHER *aes()
{
    static EVP_CIPHER *const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return cipher;
}

} // namespace

Result<QByteArray> seal(const Secret &key, QByteArrayView plain, QByteArrayView bound)
{
    Result<QByteArray> sealed = randomBytes(nonceSize);
    if (!sealed)
        return sealed;
    sealed->resize(nonceSize + plain.size() + tagSize);
    uchar *nonce = at(sealed->data());
    uchar *body = nonce + nonceSize;

    const CipherContext context(EVP_CIPHER_CTX_new());
    int count = 0;
    const bool good = context && aes() && EVP_EncryptInit_ex2(context.get(), aes(), key.data(), nonce, nullptr) == 1
        && EVP_EncryptUpdate(context.get(), nullptr, &count, at(bound.data()), int(bound.size())) == 1
        && EVP_EncryptUpdate(context.get(), body, &count, at(plain.data()), int(plain.size())) == 1
        && EVP_EncryptFinal_ex(context.get(), body + count, &count) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, int(tagSize), body + plain.size()) == 1;
    if (!good)
        return failure(Error::Kind::Broken, u"OpenSSL does not encrypt"_s);
    return sealed;
}

Result<QByteArray> unseal(const Secret &key, QByteArrayView sealed, QByteArrayView bound)
{
    const qsizetype size = sealed.size() - sealedExtra;
    if (size < 0)
        return failure(Error::Kind::Broken, u"it is too short to be sealed"_s);
    const uchar *nonce = at(sealed.data());
    QByteArray tag = sealed.last(tagSize).toByteArray();

    QByteArray plain(size, Qt::Uninitialized);
    const CipherContext context(EVP_CIPHER_CTX_new());
    int count = 0;
    const bool ready = context && aes() && EVP_DecryptInit_ex2(context.get(), aes(), key.data(), nonce, nullptr) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &count, at(bound.data()), int(bound.size())) == 1
        && EVP_DecryptUpdate(context.get(), at(plain.data()), &count, nonce + nonceSize, int(size)) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, int(tagSize), tag.data()) == 1;
    if (!ready)
        return failure(Error::Kind::Broken, u"OpenSSL does not decrypt"_s);
    if (EVP_DecryptFinal_ex(context.get(), at(plain.data()) + count, &count) != 1) {
        wipe(plain); // unproven, so nobody may see it
        return failure(Error::Kind::Broken, u"it was changed, or the key is another"_s);
    }
    return plain;
}

void Digest::Free::operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }

Digest::Digest()
    : m_context(EVP_MD_CTX_new())
{
    begin();
}

void Digest::begin() { m_isGood = m_context && EVP_DigestInit_ex2(m_context.get(), EVP_sha256(), nullptr) == 1; }

void Digest::add(QByteArrayView bytes)
{
    m_isGood = m_isGood && EVP_DigestUpdate(m_context.get(), bytes.data(), size_t(bytes.size())) == 1;
}

QByteArray Digest::result()
{
    QByteArray hash(32, Qt::Uninitialized);
    if (!m_isGood || EVP_DigestFinal_ex(m_context.get(), at(hash.data()), nullptr) != 1)
        hash.clear();
    begin();
    return hash;
}

} // namespace knock::vault
