// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <QNetworkProxyFactory>
#include <QSet>

namespace knock::ui {

/// Lets no connection of this process leave for a host that nobody named.
///
/// The map draws what an operator looks at, and a tile's number is a caller's place. The map asks nobody for tiles;
/// this is the second wall, for whatever a library might do on its own. A refused host is never looked up, for that
/// question would already tell. Used from every thread.
class AllowList final : public QNetworkProxyFactory
{
public:
    explicit AllowList(const QStringList &hosts = {});

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

    /// This computer always; \a host otherwise when it was named, in the same words.
    [[nodiscard]] bool allows(const QString &host) const;

private:
    QSet<QString> m_hosts;
    std::atomic<int> m_refused = 0;
};

/// Puts the list before every connection of the process from now on.
void allowOnly(const QStringList &hosts);

} // namespace knock::ui
