// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/message.h"

#include "app/service/place/aml.h"
#include "app/service/web/fields.h"
#include "app/service/web/secret.h"

using namespace Qt::StringLiterals;

namespace knock::aml {

namespace {

using Located = Result<dispatch::LocatedByPhone>;

constexpr qsizetype longestNumber = 40;

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
    const QHash<QByteArray, QByteArray> fields = web::fieldsOf(query);
    if (!web::isSecret(fields.value("secret"), secret))
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
