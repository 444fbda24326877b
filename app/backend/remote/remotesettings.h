// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/gate.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QUrl>
#include <QVariantMap>

namespace knock::backend {

/// Where the service is, and how each side knows the other. Any thread.
///
/// TLS is 1.3 at least, and who answers is always verified: there is no setting that would leave it out.
struct RemoteSettings {
    QUrl url; ///< "url": wss://HOST:PORT/desk
    QSslConfiguration tls; ///< with the client's "certificate" and "key" (PEM), if there are any
    /// "trust" (PEM): certificates of authorities, or the service's own; without it those of the system count. Who
    /// shows one of these is believed whatever name stands in it.
    QList<QSslCertificate> pins;
    QString position; ///< "position": of the workstation, for the audit
    std::optional<Credentials> self; ///< "user", "password", "code": signs in by itself

    /// Error::Kind::Malformed names the setting. An unknown one is logged.
    [[nodiscard]] static Result<RemoteSettings> read(const QVariantMap &settings);
    /// Beside /desk, for pictures and voices.
    [[nodiscard]] QUrl mediaUrl() const;
};

} // namespace knock::backend
