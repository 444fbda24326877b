// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/number.h"

using namespace Qt::StringLiterals;

namespace knock::sms {

namespace {

constexpr qsizetype longestWritten = 64;
constexpr qsizetype fewestDigits = 3;
constexpr qsizetype mostDigits = 15;

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

} // namespace

Result<QString> dialled(const QString &number)
{
    if (number.size() > longestWritten)
        return failure(Error::Kind::Malformed, u"the number is too long"_s);

    QString plus;
    QString digits;
    for (const QChar c : number) {
        if (isDigit(c))
            digits += c;
        else if (c == u'+' && plus.isEmpty() && digits.isEmpty())
            plus = c;
        else if (!u" .-()"_s.contains(c))
            return failure(Error::Kind::Malformed, u"the number holds something else than digits"_s);
    }
    if (digits.size() < fewestDigits || digits.size() > mostDigits)
        return failure(Error::Kind::Malformed, u"the number has %1 digits"_s.arg(digits.size()));
    return plus + digits;
}

QString masked(const QString &number)
{
    constexpr qsizetype shown = 2;
    const qsizetype hidden = std::max<qsizetype>(number.size() - shown, 0);
    // Of a very short number the last two digits would be most of it.
    if (hidden < shown)
        return QString(number.size(), u'*');
    return QString(hidden, u'*') + number.last(shown);
}

} // namespace knock::sms
