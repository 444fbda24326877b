// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/request.h"

#include "app/core/chat.h"
#include "app/service/telephony/sip/number.h"
#include "app/service/telephony/sip/sdp.h"

#include <QRegularExpression>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

constexpr qsizetype mostBytesOfCharacter = 4;

bool takeNumber(const sip_hdr *identity, const sip_msg *, void *argument)
{
    auto *number = static_cast<QString *>(argument);
    *number = numberIn(view(identity->val));
    return !number->isEmpty(); // true ends the search
}

QStringDecoder decoderFor(const QByteArray &parameters)
{
    static const QRegularExpression form(u";\\s*charset\\s*=\\s*\"?([^\";\\s]+)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QString name = form.match(QString::fromLatin1(parameters)).captured(1);
    QStringDecoder named(name.toLatin1().constData());
    return named.isValid() ? std::move(named) : QStringDecoder(QStringDecoder::Utf8);
}

} // namespace

QString callerOf(const sip_msg &request)
{
    QString number;
    sip_msg_hdr_apply(&request, true, SIP_HDR_P_ASSERTED_IDENTITY, takeNumber, &number);
    return number.isEmpty() ? numberIn(view(request.from.auri)) : number;
}

Part bodyOf(const sip_msg &message)
{
    const sip_hdr *id = sip_msg_xhdr(&message, "Content-ID"); // RFC 8262
    QByteArray name = id == nullptr ? QByteArray() : view(id->val).toByteArray();
    return {.type = view(message.ctyp.type).toByteArray() + "/" + view(message.ctyp.subtype).toByteArray(),
            .parameters = view(message.ctyp.params).toByteArray(),
            .id = name.removeIf([](char c) { return c == '<' || c == '>'; }),
            .content = view(message.mb).toByteArray()};
}

Result<QByteArray> descriptionOf(const sip_msg &message)
{
    return partsOf(bodyOf(message)).transform(descriptionAmong).transform(cleaned);
}

Refusal refusalFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Refused:
        return {.code = 415, .reason = "Unsupported Media Type", .headers = capabilities};
    case Error::Kind::Malformed:
        return {.code = 400, .reason = "Bad Request", .headers = {}};
    case Error::Kind::Full:
        return {.code = 413, .reason = "Request Entity Too Large", .headers = {}};
    default:
        return {.code = 488, .reason = "Not Acceptable Here", .headers = {}};
    }
}

Result<QString> textOf(const sip_msg &message)
{
    const Part body = bodyOf(message);
    if (!body.is("text/plain")) {
        return failure(Error::Kind::Refused, u"a message that is no plain text"_s);
    }
    if (body.content.size() > Message::longest * mostBytesOfCharacter) {
        return failure(Error::Kind::Full, u"a message longer than a chat line"_s);
    }
    QStringDecoder decoder = decoderFor(body.parameters);
    const QString text = QString(decoder.decode(body.content)).trimmed();
    if (decoder.hasError() || text.isEmpty()) {
        return failure(Error::Kind::Malformed, u"a message without text"_s);
    }
    if (text.size() > Message::longest) {
        return failure(Error::Kind::Full, u"a message longer than a chat line"_s);
    }
    return text;
}

} // namespace knock::telephony
