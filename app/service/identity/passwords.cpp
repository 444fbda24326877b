// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/passwords.h"

#include <array>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <optional>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qsizetype saltLength = 16;
constexpr qsizetype hashLength = 32;

struct Phc {
    HashCost cost;
    QByteArray salt;
    QByteArray hash;
};

QByteArray toText(const Phc &phc)
{
    constexpr auto base64 = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;
    return "$argon2id$v=19$m=" + QByteArray::number(phc.cost.kibibytes) + ",t=" + QByteArray::number(phc.cost.passes)
        + ",p=1$" + phc.salt.toBase64(base64) + '$' + phc.hash.toBase64(base64);
}

std::optional<Phc> fromText(const QByteArray &text)
{
    static const QRegularExpression form(uR"(^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([^$]+)\$([^$]+)$)"_s);
    const auto match = form.match(QString::fromLatin1(text));
    if (!match.hasMatch())
        return {};
    return Phc{{match.captured(1).toUInt(), match.captured(2).toUInt()},
               QByteArray::fromBase64(match.captured(3).toLatin1()),
               QByteArray::fromBase64(match.captured(4).toLatin1())};
}

/// Empty: it cannot be had, for lack of memory for one.
QByteArray argon2id(const QByteArray &password, const QByteArray &salt, HashCost cost)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kind(EVP_KDF_fetch(nullptr, "ARGON2ID", nullptr),
                                                                 EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kind.get()),
                                                                            EVP_KDF_CTX_free);
    if (!context)
        return {};

    QByteArray password2 = password;
    QByteArray salt2 = salt;
    quint32 lanes = 1;
    const std::array<OSSL_PARAM, 7> parameters{
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, password2.data(),
                                          static_cast<size_t>(password2.size())),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt2.data(), static_cast<size_t>(salt2.size())),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ITER, &cost.passes),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_MEMCOST, &cost.kibibytes),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ARGON2_LANES, &lanes),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_THREADS, &lanes),
        OSSL_PARAM_construct_end(),
    };
    QByteArray hash(hashLength, '\0');
    const int done
        = EVP_KDF_derive(context.get(), reinterpret_cast<uchar *>(hash.data()), hashLength, parameters.data());
    OPENSSL_cleanse(password2.data(), static_cast<size_t>(password2.size()));
    return done == 1 ? hash : QByteArray();
}

} // namespace

Result<QByteArray> passwordBytes(const QString &typed)
{
    // What is far too long is not even normalised: that could make it longer still.
    const QByteArray bytes
        = typed.size() > mostPassword ? QByteArray() : typed.normalized(QString::NormalizationForm_KC).toUtf8();
    if (bytes.isEmpty() || bytes.size() > mostPassword)
        return failure(Error::Kind::Malformed, u"a password has 1 to %1 bytes"_s.arg(mostPassword));
    return bytes;
}

Result<QByteArray> newPasswordBytes(const QString &typed)
{
    return passwordBytes(typed).and_then([](const QByteArray &bytes) -> Result<QByteArray> {
        if (QString::fromUtf8(bytes).toUcs4().size() < leastPassword)
            return failure(Error::Kind::Malformed, u"a password has at least %1 characters"_s.arg(leastPassword));
        return bytes;
    });
}

Result<QByteArray> hashPassword(const QByteArray &password, HashCost cost)
{
    QByteArray salt(saltLength, '\0');
    if (RAND_bytes(reinterpret_cast<uchar *>(salt.data()), saltLength) != 1)
        return failure(Error::Kind::Broken, u"no random numbers"_s);
    const QByteArray hash = argon2id(password, salt, cost);
    if (hash.isEmpty())
        return failure(Error::Kind::Broken, u"Argon2id cannot be computed"_s);
    return toText({cost, salt, hash});
}

bool isPassword(const QByteArray &password, const QByteArray &hash)
{
    const std::optional<Phc> phc = fromText(hash);
    if (!phc || phc->hash.size() != hashLength)
        return false;
    const QByteArray shown = argon2id(password, phc->salt, phc->cost);
    return shown.size() == hashLength && CRYPTO_memcmp(shown.constData(), phc->hash.constData(), hashLength) == 0;
}

bool costs(const QByteArray &hash, HashCost cost)
{
    const std::optional<Phc> phc = fromText(hash);
    return phc && phc->cost == cost;
}

QByteArray nobodysHash(HashCost cost)
{
    return toText({cost, QByteArray(saltLength, '\0'), QByteArray(hashLength, '\0')});
}

} // namespace knock::identity
