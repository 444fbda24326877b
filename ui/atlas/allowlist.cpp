// SPDX-License-Identifier: Apache-2.0
#include "ui/atlas/allowlist.h"

#include "app/core/logging.h"

#include <QHostAddress>
#include <QNetworkProxy>

namespace knock::ui {

using namespace Qt::StringLiterals;

namespace {

// A refused host may be asked for a thousand times a minute; the log need not say so as often.
constexpr int mostWarnings = 10;

QString plain(const QString &host)
{
    QString name = host.trimmed().toLower();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.sliced(1, name.size() - 2);
    return name;
}

} // namespace

AllowList::AllowList(const QStringList &hosts)
{
    for (const QString &host : hosts) {
        if (const QString name = plain(host); !name.isEmpty())
            m_hosts.insert(name);
    }
}

bool AllowList::allows(const QString &host) const
{
    const QString name = plain(host);
    return name == "localhost"_L1 || QHostAddress(name).isLoopback() || m_hosts.contains(name);
}

QList<QNetworkProxy> AllowList::queryProxy(const QNetworkProxyQuery &query)
{
    // Without a peer it is a socket that listens, or a file.
    if (query.peerHostName().isEmpty() || allows(query.peerHostName()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    if (m_refused.fetch_add(1) < mostWarnings)
        qCWarning(lcUi) << "Refused a connection to a host that is not on the list of allowed hosts";
    // Nothing listens on port 0, so the connection fails on this computer, and the name goes nowhere.
    return {QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, 0)};
}

void allowOnly(const QStringList &hosts) { QNetworkProxyFactory::setApplicationProxyFactory(new AllowList(hosts)); }

} // namespace knock::ui
