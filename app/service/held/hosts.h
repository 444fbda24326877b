// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QUrl>

namespace knock::held {

/// Whether \a host is one, as `lis.example.com` or, where the port is not that of its scheme, `lis.example.com:8443`.
[[nodiscard]] bool isHost(const QString &host);

/// Whether \a url, http or https and without a user, is at one of \a hosts.
[[nodiscard]] bool isAt(const QUrl &url, const QStringList &hosts);

} // namespace knock::held
