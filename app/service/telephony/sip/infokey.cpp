// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/infokey.h"

#include "app/service/hearing/telephoneevent.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

using hearing::eventKeys;

constexpr qsizetype longest = 200;

Result<QChar> keyNamed(const QString &name)
{
    // A single sign is the key itself; two digits are the number RFC 4733 gives it.
    if (name.size() == 1 && eventKeys.contains(name.front().toUpper()))
        return name.front().toUpper();
    bool isNumber = false;
    const int event = name.toInt(&isNumber);
    if (isNumber && name.size() == 2 && event >= 10 && event < eventKeys.size())
        return QChar(eventKeys[event]);
    return failure(Error::Kind::Malformed, u"an INFO without a key"_s);
}

} // namespace

Result<QChar> keyInInfo(QByteArrayView type, QByteArrayView body)
{
    static const QRegularExpression signal(u"^\\s*signal\\s*=\\s*(\\S+)\\s*$"_s,
                                           QRegularExpression::CaseInsensitiveOption
                                               | QRegularExpression::MultilineOption);
    const QString text = QString::fromLatin1(body.first(qMin(body.size(), longest)));
    if (type.compare("application/dtmf-relay", Qt::CaseInsensitive) == 0)
        return keyNamed(signal.match(text).captured(1));
    if (type.compare("application/dtmf", Qt::CaseInsensitive) == 0)
        return keyNamed(text.trimmed());
    return failure(Error::Kind::Refused, u"an INFO of a kind nobody here reads"_s);
}

} // namespace knock::telephony
