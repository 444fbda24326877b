// SPDX-License-Identifier: Apache-2.0
#include "app/verifier/crypto.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace knock::evidence {

namespace {

const unsigned char *at(std::string_view bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key readPublic(std::string_view pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(pem.data(), int(pem.size())),
                                                            &BIO_free_all);
    return {bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr, &EVP_PKEY_free};
}

} // namespace

Hash::Hash()
    : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
{
    EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
}

void Hash::add(std::string_view bytes) { EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()); }

std::string Hash::result()
{
    std::string hash(32, '\0');
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr);
    return hash;
}

std::string sha256(std::string_view bytes)
{
    Hash hash;
    hash.add(bytes);
    return hash.result();
}

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char byte : bytes) {
        hex += digits[static_cast<unsigned char>(byte) >> 4];
        hex += digits[static_cast<unsigned char>(byte) & 15];
    }
    return hex;
}

std::string fromHex(std::string_view hex)
{
    size_t length = 0;
    std::string bytes(hex.size() / 2, '\0');
    const std::string text(hex);
    const bool good = OPENSSL_hexstr2buf_ex(reinterpret_cast<unsigned char *>(bytes.data()), bytes.size(), &length,
                                            text.c_str(), '\0')
        == 1;
    bytes.resize(good ? length : 0);
    return bytes;
}

bool isSigned(std::string_view publicPem, std::string_view bytes, std::string_view signature)
{
    const Key key = readPublic(publicPem);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return key && EVP_PKEY_is_a(key.get(), "ED25519") == 1
        && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestVerify(context.get(), at(signature), signature.size(), at(bytes), bytes.size()) == 1;
}

std::string fingerprint(std::string_view publicPem)
{
    const Key key = readPublic(publicPem);
    unsigned char *der = nullptr;
    const int size = key ? i2d_PUBKEY(key.get(), &der) : 0;
    const std::unique_ptr<unsigned char, void (*)(unsigned char *)> owned(
        der, [](unsigned char *memory) { OPENSSL_free(memory); });
    return size > 0 ? toHex(sha256({reinterpret_cast<const char *>(der), size_t(size)})) : std::string();
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view bound)
{
    constexpr size_t nonce = 12;
    constexpr size_t tag = 16;
    if (key.size() != 32 || sealed.size() < nonce + tag)
        return {};
    const std::string_view cipher = sealed.substr(nonce, sealed.size() - nonce - tag);
    std::string tagBytes(sealed.substr(sealed.size() - tag));
    std::string plain(cipher.size(), '\0');
    auto *out = reinterpret_cast<unsigned char *>(plain.data());
    int length = 0;
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    const bool good = EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), at(key), at(sealed), nullptr) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &length, at(bound), int(bound.size())) == 1
        && EVP_DecryptUpdate(context.get(), out, &length, at(cipher), int(cipher.size())) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, int(tag), tagBytes.data()) == 1
        && EVP_DecryptFinal_ex(context.get(), out + length, &length) == 1;
    return good ? std::optional(std::move(plain)) : std::nullopt;
}

} // namespace knock::evidence
