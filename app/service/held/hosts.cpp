// SPDX-License-Identifier: Apache-2.0
#include "app/service/held/hosts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::held {

namespace {

QUrl rootOf(const QString &scheme, const QString &host) { return QUrl(scheme + u"://"_s + host, QUrl::StrictMode); }

int portOf(const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); }

} // namespace

bool isHost(const QString &host)
{
    const QUrl root = rootOf(u"https"_s, host);
    return root.isValid() && !root.host().isEmpty() && root.userInfo().isEmpty() && root.path().isEmpty()
        && !root.hasQuery() && !root.hasFragment();
}

bool isAt(const QUrl &url, const QStringList &hosts)
{
    const bool isWeb = url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
    if (!isWeb || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return std::ranges::any_of(hosts, [&url](const QString &host) {
        const QUrl root = rootOf(url.scheme(), host);
        return root.host() == url.host() && portOf(root) == portOf(url);
    });
}

} // namespace knock::held
