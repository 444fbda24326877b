// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/message.h"

#include "app/service/place/aml.h"

#include <openssl/crypto.h>
#include <QCryptographicHash>
#include <QHash>

using namespace Qt::StringLiterals;

namespace knock::aml {

namespace {

using Located = Result<dispatch::LocatedByPhone>;

constexpr qsizetype longestNumber = 40;

/// Of a name that comes twice, the first counts.
QHash<QByteArray, QByteArray> fieldsOf(QByteArrayView query)
{
    QHash<QByteArray, QByteArray> fields;
    for (QByteArray field : query.toByteArray().replace('+', ' ').split('&')) {
        const qsizetype equals = field.indexOf('=');
        if (equals > 0 && !fields.contains(field.first(equals)))
            fields.insert(field.first(equals), QByteArray::fromPercentEncoding(field.sliced(equals + 1)));
    }
    return fields;
}

/// Takes as long for a secret that is nearly right as for one that is not.
bool isSame(const QByteArray &shown, const QByteArray &secret)
{
    const QByteArray one = QCryptographicHash::hash(shown, QCryptographicHash::Sha256);
    const QByteArray other = QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
    return CRYPTO_memcmp(one.constData(), other.constData(), static_cast<size_t>(one.size())) == 0;
}

Located locatedBy(const Result<place::Aml> &message, const QString &number)
{
    if (!message)
        return std::unexpected(message.error());
    if (number.isEmpty() || number.size() > longestNumber)
        return failure(Error::Kind::Malformed, u"a location of no number"_s);
    return dispatch::LocatedByPhone{number, message->fix};
}

Located readForm(QByteArrayView form, const QByteArray &key, const QDateTime &now)
{
    if (key.isEmpty() || !place::isSignedWith(key, form))
        return failure(Error::Kind::Refused, u"a form without the agency's signature"_s);
    const Result<place::Aml> message = place::amlInForm(form, now);
    return locatedBy(message, message ? message->number : QString());
}

Located readText(QByteArrayView query, const web::Request &request, const QByteArray &secret, const QDateTime &now)
{
    const QHash<QByteArray, QByteArray> fields = fieldsOf(query);
    if (!isSame(fields.value("secret"), secret) || secret.isEmpty())
        return failure(Error::Kind::Refused, u"an SMS without the gateway's secret"_s);
    const QByteArray text = request.method == "POST" ? request.body : fields.value("text");
    return locatedBy(place::amlInText(QString::fromUtf8(text), now), QString::fromUtf8(fields.value("from")).trimmed());
}

Reading refused(int status) { return {status, failure(Error::Kind::Malformed, u"a request for something else"_s)}; }

} // namespace

Reading read(const web::Request &request, const Secrets &secrets, const QDateTime &now)
{
    const qsizetype mark = request.target.indexOf('?');
    const QByteArrayView target(request.target);
    const QByteArrayView path = mark < 0 ? target : target.first(mark);
    if (path == "/aml")
        return request.method == "POST" ? Reading{200, readForm(request.body, secrets.key, now)} : refused(405);
    if (path != "/sms")
        return refused(404);
    if (request.method != "GET" && request.method != "POST")
        return refused(405);
    const QByteArrayView query = mark < 0 ? QByteArrayView() : target.sliced(mark + 1);
    return {200, readText(query, request, secrets.sms, now)};
}

} // namespace knock::aml
