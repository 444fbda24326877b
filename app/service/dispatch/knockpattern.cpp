// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/knockpattern.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::dispatch {

Result<KnockPattern> KnockPattern::parse(const QString &text)
{
    static const QRegularExpression any(u"\\Aany x([1-9])\\z"_s);
    static const QRegularExpression row(u"\\A[0-9*#A-D]{1,9}\\z"_s);
    KnockPattern pattern;
    if (const auto match = any.match(text); match.hasMatch())
        pattern.m_presses = match.captured(1).toInt();
    else if (row.match(text).hasMatch())
        pattern.m_row = text;
    else
        return failure(Error::Kind::Malformed, u"a knock is \"any x2\" or a row of keys, not \"%1\""_s.arg(text));
    return pattern;
}

} // namespace knock::dispatch
