// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/masterkey.h"
#include "app/service/vault/openssl.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <openssl/x509.h>
#include <QFile>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr QByteArrayView start = "knock-master-1 rsa-oaep wrapped=";
constexpr auto byToken = "provider=pkcs11";
constexpr int fewestBits = 2048;

using Context = std::unique_ptr<OSSL_LIB_CTX, Free<OSSL_LIB_CTX_free>>;
using Provider = std::unique_ptr<OSSL_PROVIDER, Free<OSSL_PROVIDER_unload>>;
using Store = std::unique_ptr<OSSL_STORE_CTX, Free<OSSL_STORE_close>>;
using Found = std::unique_ptr<OSSL_STORE_INFO, Free<OSSL_STORE_INFO_free>>;

/// What OpenSSL said, for the log: neither PIN nor key is ever part of it.
QString lastWord()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = ERR_reason_error_string(code);
    return reason ? QString::fromLatin1(reason) : u"OpenSSL %1"_s.arg(code);
}

/// A token in a library context of its own, so that the rest of the program never meets its provider. It is let go
/// before the program ends: some tokens use OpenSSL themselves, and do not bear to be torn down with it.
class Session
{
public:
    [[nodiscard]] Result<> begin(const Token &token)
    {
        QByteArray module = QFile::encodeName(token.module);
        QByteArray pin = token.pin;
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string("pkcs11-module-path", module.data(), 0),
            OSSL_PARAM_construct_utf8_string("pkcs11-module-token-pin", pin.data(), 0),
            OSSL_PARAM_construct_end(),
        };
        m_context.reset(OSSL_LIB_CTX_new());
        m_usual.reset(OSSL_PROVIDER_load(m_context.get(), "default"));
        m_token.reset(OSSL_PROVIDER_load_ex(m_context.get(), "pkcs11", const_cast<OSSL_PARAM *>(parameters)));
        wipe(pin);
        if (!m_usual || !m_token)
            return failure(Error::Kind::Unreachable, u"the PKCS#11 provider does not start: "_s + lastWord());
        return {};
    }

    [[nodiscard]] Key find(const QString &object, const char *type, int kind) const
    {
        const QByteArray uri = object.toUtf8() + ";type=" + type;
        const Store store(
            OSSL_STORE_open_ex(uri.constData(), m_context.get(), byToken, nullptr, nullptr, nullptr, nullptr, nullptr));
        while (store && OSSL_STORE_eof(store.get()) == 0) {
            const Found found(OSSL_STORE_load(store.get()));
            if (!found)
                break;
            if (OSSL_STORE_INFO_get_type(found.get()) != kind)
                continue;
            return Key(kind == OSSL_STORE_INFO_PKEY ? OSSL_STORE_INFO_get1_PKEY(found.get())
                                                    : OSSL_STORE_INFO_get1_PUBKEY(found.get()));
        }
        return {};
    }

    [[nodiscard]] OSSL_LIB_CTX *context() const { return m_context.get(); }

private:
    Context m_context;
    Provider m_usual;
    Provider m_token;
};

/// SHA-1 here is a mere mask, of which no resistance to collisions is asked (RFC 8017, B.1), and the one digest for
/// OAEP that every token has.
struct Oaep {
    char mode[5] = "oaep";
    char digest[5] = "SHA1";
    OSSL_PARAM parameters[4] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_PAD_MODE, mode, 0),
        OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, digest, 0),
        OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
};

/// The public half is enough to wrap, so that is done outside of the token.
Result<QByteArray> wrap(const Session &session, const Token &token, const Secret &secret)
{
    const Key inToken = session.find(token.object, "public", OSSL_STORE_INFO_PUBKEY);
    uchar *encoded = nullptr;
    const int size = inToken ? i2d_PUBKEY(inToken.get(), &encoded) : 0;
    const uchar *from = encoded;
    const Key key(size > 0 ? d2i_PUBKEY(nullptr, &from, size) : nullptr);
    OPENSSL_free(encoded);
    if (!key)
        return failure(Error::Kind::Unreachable, u"the token has no such public key: "_s + lastWord());
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_get_bits(key.get()) < fewestBits)
        return failure(Error::Kind::Refused, u"the key in the token is not RSA of %1 bits or more"_s.arg(fewestBits));

    const Oaep oaep;
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    size_t room = size_t(EVP_PKEY_get_size(key.get()));
    QByteArray wrapped(qsizetype(room), Qt::Uninitialized);
    if (!context || EVP_PKEY_encrypt_init_ex(context.get(), oaep.parameters) != 1
        || EVP_PKEY_encrypt(context.get(), at(wrapped.data()), &room, secret.data(), Secret::length) != 1)
        return failure(Error::Kind::Broken, u"the master key cannot be wrapped: "_s + lastWord());
    wrapped.truncate(qsizetype(room));
    return wrapped;
}

Result<Secret> unwrap(const Session &session, const Token &token, const QByteArray &wrapped)
{
    const Key key = session.find(token.object, "private", OSSL_STORE_INFO_PKEY);
    if (!key)
        return failure(Error::Kind::Unreachable, u"no such private key, or a wrong PIN: "_s + lastWord());

    const Oaep oaep;
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(session.context(), key.get(), byToken));
    QByteArray bytes(std::max(wrapped.size(), qsizetype(EVP_PKEY_get_size(key.get()))), '\0');
    size_t room = size_t(bytes.size());
    const bool opened = context && EVP_PKEY_decrypt_init_ex(context.get(), oaep.parameters) == 1
        && EVP_PKEY_decrypt(context.get(), at(bytes.data()), &room, at(wrapped.constData()), size_t(wrapped.size()))
            == 1;
    if (!opened) {
        wipe(bytes);
        return failure(Error::Kind::Broken, u"the token does not open the master key: "_s + lastWord());
    }
    Result<Secret> secret = Secret::from(QByteArrayView(bytes).first(qsizetype(room)));
    wipe(bytes);
    return secret;
}

} // namespace

Result<MasterKey> masterFromToken(const QString &path, const Token &token, Missing missing)
{
    if (!token.object.startsWith("pkcs11:"_L1) || token.object.contains(u'?'))
        return failure(Error::Kind::Malformed, u"a key is named like pkcs11:token=knock;object=master"_s);
    const Result<QByteArray> bytes = readPrivate(path);
    const bool makes = !bytes && bytes.error().kind == Error::Kind::NotFound && missing == Missing::Make;
    if (!bytes && !makes)
        return std::unexpected(bytes.error());
    if (bytes && !bytes->startsWith(start))
        return failure(Error::Kind::Malformed, u"%1 holds no key that a token wrapped"_s.arg(path));

    Session session;
    if (const auto begun = session.begin(token); !begun)
        return std::unexpected(begun.error());
    const auto asMaster = [](const Secret &key) { return MasterKey{key}; };
    if (!makes) {
        const QByteArray wrapped = QByteArray::fromHex(bytes->sliced(start.size()).trimmed());
        return unwrap(session, token, wrapped).transform(asMaster);
    }

    // It is opened once before it is kept: a pair whose halves do not belong together must show now.
    return Secret::random()
        .and_then([&](const Secret &secret) { return wrap(session, token, secret); })
        .and_then([&](const QByteArray &wrapped) {
            return unwrap(session, token, wrapped).and_then([&](const Secret &secret) {
                return writePrivate(path, start.toByteArray() + wrapped.toHex() + '\n').transform([&] {
                    return secret;
                });
            });
        })
        .transform(asMaster);
}

} // namespace knock::vault
