// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/onetimecode.h"

#include "app/service/identity/base32.h"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <QtEndian>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace knock::identity {

namespace {

constexpr qint64 stepSeconds = 30;
constexpr int digits = 6;

} // namespace

QByteArray newSecret()
{
    QByteArray secret(20, '\0');
    if (RAND_bytes(reinterpret_cast<uchar *>(secret.data()), static_cast<int>(secret.size())) != 1)
        return {};
    return secret;
}

QString secretAsUri(const QByteArray &secret, const QString &user)
{
    return u"otpauth://totp/Knock:%1?secret=%2&issuer=Knock"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(user)),
                                                                   QString::fromLatin1(toBase32(secret)));
}

qint64 stepAt(const QDateTime &now) { return now.toSecsSinceEpoch() / stepSeconds; }

QByteArray codeOf(const QByteArray &secret, qint64 step)
{
    std::array<uchar, sizeof step> counter{};
    qToBigEndian(step, counter.data());
    std::array<uchar, 20> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), secret.constData(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
         &length);
    if (length != mac.size())
        return {};

    // RFC 4226, section 5.3: the last four bits say where the 31 bits begin.
    const quint32 number = qFromBigEndian<quint32>(mac.data() + (mac.back() & 0x0f)) & 0x7fffffff;
    return QByteArray::number(number % 1'000'000).rightJustified(digits, '0');
}

std::optional<qint64> stepOf(const QString &code, const QByteArray &secret, const QDateTime &now, qint64 lastTaken)
{
    const QByteArray shown = QString(code).remove(u' ').toLatin1();
    if (shown.size() != digits)
        return {};

    std::optional<qint64> found;
    for (const qint64 step : {stepAt(now) - 1, stepAt(now), stepAt(now) + 1}) {
        const QByteArray right = codeOf(secret, step);
        const bool same = right.size() == digits && CRYPTO_memcmp(shown.constData(), right.constData(), digits) == 0;
        if (same && step > lastTaken)
            found = step;
    }
    return found;
}

} // namespace knock::identity
