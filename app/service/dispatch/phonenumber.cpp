// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/phonenumber.h"

namespace knock::dispatch {

namespace {

// Shorter ones are extensions and services. E.164 ends at 15 digits, before which networks put a few of their own.
constexpr qsizetype fewestDigits = 7;
constexpr qsizetype mostDigits = 20;

} // namespace

QString comparable(const QString &number, const QString &countryCode)
{
    QString digits = number;
    digits.removeIf([](QChar c) { return c < u'0' || c > u'9'; });
    const bool hasPlus = number.contains(u'+');
    if (!hasPlus && digits.startsWith(QLatin1StringView("00")))
        digits.remove(0, 2);
    else if (!hasPlus && digits.startsWith(u'0'))
        digits.replace(0, 1, countryCode);
    // The zero that only is dialled at home.
    if (digits.startsWith(countryCode + u'0'))
        digits.remove(countryCode.size(), 1);
    return digits.size() < fewestDigits || digits.size() > mostDigits ? QString() : digits;
}

} // namespace knock::dispatch
