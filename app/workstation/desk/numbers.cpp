// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/numbers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::desk {

namespace {

/// Where the last two groups of a Korean number begin, or none when it is not one.
struct Groups {
    qsizetype middle = 0;
    qsizetype last = 0;
};

std::optional<Groups> groupsOf(const QString &number)
{
    const bool digits = std::ranges::all_of(number, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!digits || !number.startsWith(u'0') || number.size() < 9 || number.size() > 11)
        return std::nullopt;
    const qsizetype area = number.startsWith("02"_L1) ? 2 : 3;
    return Groups{area, number.size() - 4};
}

} // namespace

QString groupedNumber(const QString &number)
{
    const auto groups = groupsOf(number);
    if (!groups)
        return number;
    return number.first(groups->middle) + u'-' + number.sliced(groups->middle, groups->last - groups->middle) + u'-'
        + number.sliced(groups->last);
}

QString maskedNumber(const QString &number)
{
    const auto groups = groupsOf(number);
    if (groups) {
        return number.first(groups->middle) + u'-' + QString(groups->last - groups->middle, u'*') + u'-'
            + number.sliced(groups->last);
    }
    // Of a number of unknown form at most the last four characters are shown, and never more than half.
    const qsizetype shown = std::min<qsizetype>(4, number.size() / 2);
    return QString(number.size() - shown, u'*') + number.last(shown);
}

QString incidentNumber(const Incident &incident)
{
    return u"%1-%2"_s.arg(incident.arrived.toLocalTime().date().year()).arg(incident.id.value, 5, 10, QChar(u'0'));
}

} // namespace knock::desk
