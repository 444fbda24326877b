// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/reference.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::place {

std::vector<Reference> referencesIn(QByteArrayView header)
{
    // Words in quotes are parameters, in which brackets mean nothing.
    static const QRegularExpression form(u"\"(?:[^\"\\\\]|\\\\.)*\"|<\\s*([a-z][a-z0-9+.-]*):([^<>\\s]+)\\s*>"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    std::vector<Reference> references;
    for (const auto &match : form.globalMatch(QString::fromLatin1(header))) {
        const QByteArray scheme = match.captured(1).toLatin1();
        const QByteArray rest = match.captured(2).toLatin1();
        if (scheme.compare("cid", Qt::CaseInsensitive) == 0) { // RFC 2392
            references.push_back({.isPart = true, .target = QByteArray::fromPercentEncoding(rest)});
        } else if (!scheme.isEmpty()) {
            references.push_back({.isPart = false, .target = scheme + ':' + rest});
        }
    }
    return references;
}

} // namespace knock::place
