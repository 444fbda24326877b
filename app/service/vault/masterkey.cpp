// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/masterkey.h"

#include "app/service/vault/openssl.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::vault {

namespace {

constexpr qsizetype shortest = 12;
constexpr qsizetype saltSize = 16;

struct Cost {
    uint32_t memory = 64 * 1024; ///< kB
    uint32_t passes = 3;
    uint32_t lanes = 4;
};

struct Recipe {
    Cost cost; // RFC 9106, 4: the second recommended option
    QByteArray salt;
};

using Kdf = std::unique_ptr<EVP_KDF, Free<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Free<EVP_KDF_CTX_free>>;

QByteArray written(const Recipe &recipe)
{
    return u"knock-master-1 argon2id m=%1 t=%2 p=%3 salt=%4\n"_s.arg(recipe.cost.memory)
        .arg(recipe.cost.passes)
        .arg(recipe.cost.lanes)
        .arg(QLatin1StringView(recipe.salt.toHex()))
        .toLatin1();
}

Result<Recipe> recipeIn(const QByteArray &bytes)
{
    static const QRegularExpression pattern(
        uR"(\Aknock-master-1 argon2id m=(\d{1,7}) t=(\d{1,2}) p=(\d{1,2}) salt=([0-9a-f]{32})\n\z)"_s);
    const QRegularExpressionMatch match = pattern.match(QString::fromLatin1(bytes));
    if (!match.hasMatch())
        return failure(Error::Kind::Malformed, u"this is no salt of a passphrase"_s);
    return Recipe{{match.captured(1).toUInt(), match.captured(2).toUInt(), match.captured(3).toUInt()},
                  QByteArray::fromHex(match.captured(4).toLatin1())};
}

Result<MasterKey> derive(Recipe recipe, QByteArray passphrase)
{
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, passphrase.data(), size_t(passphrase.size())),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, recipe.salt.data(), size_t(recipe.salt.size())),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_MEMCOST, &recipe.cost.memory),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ITER, &recipe.cost.passes),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_LANES, &recipe.cost.lanes),
        OSSL_PARAM_construct_end(),
    };
    const Kdf argon(EVP_KDF_fetch(nullptr, "ARGON2ID", nullptr));
    const KdfContext context(argon ? EVP_KDF_CTX_new(argon.get()) : nullptr);
    QByteArray bytes(qsizetype(Secret::length), Qt::Uninitialized);
    const bool derived = context && EVP_KDF_derive(context.get(), at(bytes.data()), Secret::length, parameters) == 1;
    wipe(passphrase);
    if (!derived)
        return failure(Error::Kind::Broken, u"OpenSSL derives no key by Argon2id"_s);
    const Result<Secret> secret = Secret::from(bytes);
    wipe(bytes);
    return secret.transform([](const Secret &key) { return MasterKey{key}; });
}

} // namespace

Result<MasterKey> masterFromFile(const QString &path, Missing missing)
{
    Result<QByteArray> bytes = readPrivate(path);
    if (bytes) {
        const Result<Secret> secret = Secret::from(*bytes);
        wipe(*bytes);
        return secret.transform([](const Secret &key) { return MasterKey{key}; });
    }
    if (missing == Missing::Refuse || bytes.error().kind != Error::Kind::NotFound)
        return std::unexpected(bytes.error());

    const Result<Secret> secret = Secret::random();
    if (!secret)
        return std::unexpected(secret.error());
    return writePrivate(path, secret->bytes()).transform([&] { return MasterKey{*secret}; });
}

Result<MasterKey> masterFromPassphrase(const QString &path, const QByteArray &passphrase, Missing missing)
{
    const Result<QByteArray> bytes = readPrivate(path);
    if (bytes)
        return recipeIn(*bytes).and_then([&](const Recipe &recipe) { return derive(recipe, passphrase); });
    if (missing == Missing::Refuse || bytes.error().kind != Error::Kind::NotFound)
        return std::unexpected(bytes.error());

    if (passphrase.size() < shortest)
        return failure(Error::Kind::Refused, u"a passphrase has %1 bytes at least"_s.arg(shortest));
    const Result<QByteArray> salt = randomBytes(saltSize);
    if (!salt)
        return std::unexpected(salt.error());
    const Recipe recipe{{}, *salt};
    return writePrivate(path, written(recipe)).and_then([&] { return derive(recipe, passphrase); });
}

} // namespace knock::vault
