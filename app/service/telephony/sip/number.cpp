// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/number.h"

#include <QByteArray>

using namespace Qt::StringLiterals;

namespace knock::telephony {

namespace {

// E.164 ends at 15 digits; networks put prefixes before it. Three is the shortest service number.
constexpr qsizetype fewestDigits = 3;
constexpr qsizetype mostDigits = 20;

QByteArrayView uriOf(QByteArrayView address)
{
    // A display name may itself contain angle brackets, but then it stands in quotes.
    if (address.startsWith('"')) {
        qsizetype end = 1;
        while (end < address.size() && address[end] != '"') {
            end += address[end] == '\\' ? 2 : 1;
        }
        address = address.sliced(qMin(end + 1, address.size()));
    }
    const qsizetype open = address.indexOf('<');
    if (open < 0) {
        return address.trimmed();
    }
    const qsizetype close = address.indexOf('>', open);
    return close < 0 ? QByteArrayView() : address.sliced(open + 1, close - open - 1).trimmed();
}

} // namespace

QString numberIn(QByteArrayView address)
{
    const QByteArrayView uri = uriOf(address.trimmed());
    const qsizetype colon = uri.indexOf(':');
    if (colon < 0) {
        return {};
    }
    const QByteArray scheme = uri.first(colon).toByteArray().toLower();
    QByteArrayView user = uri.sliced(colon + 1);
    if (scheme == "sip" || scheme == "sips") {
        const qsizetype at = user.indexOf('@');
        if (at < 0) {
            return {}; // a host alone
        }
        user = user.first(at);
    } else if (scheme != "tel") {
        return {};
    }
    user = user.first(qMin(user.size(), qsizetype(200)));
    if (const qsizetype parameters = user.indexOf(';'); parameters >= 0) {
        user = user.first(parameters);
    }

    QString number;
    for (const char c : QByteArray::fromPercentEncoding(user.toByteArray())) {
        if (c >= '0' && c <= '9') {
            number += QLatin1Char(c);
        } else if (c == '+' && number.isEmpty()) {
            number += QLatin1Char(c);
        } else if (!"-.() "_L1.contains(QLatin1Char(c))) {
            return {}; // a name, not a number
        }
    }
    const qsizetype digits = number.size() - (number.startsWith('+'_L1) ? 1 : 0);
    return digits < fewestDigits || digits > mostDigits ? QString() : number;
}

} // namespace knock::telephony
