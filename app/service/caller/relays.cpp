// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/relays.h"

#include <QMessageAuthenticationCode>
#include <QRegularExpression>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

constexpr auto lifetime = 1h;

} // namespace

bool isRelay(const QString &url)
{
    static const QRegularExpression form(u"\\Aturns?:([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?"
                                         "(\\?transport=(udp|tcp))?\\z"_s);
    return form.match(url).hasMatch();
}

std::vector<Relay> relaysFor(const QStringList &urls, const QByteArray &secret, const QDateTime &now)
{
    const QByteArray user = QByteArray::number(now.addDuration(lifetime).toSecsSinceEpoch());
    const QByteArray password = QMessageAuthenticationCode::hash(user, secret, QCryptographicHash::Sha1).toBase64();
    std::vector<Relay> relays;
    for (const QString &url : urls)
        relays.push_back({url, QString::fromLatin1(user), QString::fromLatin1(password)});
    return relays;
}

} // namespace knock::caller
