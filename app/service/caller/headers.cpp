// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/headers.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::caller {

bool isPlainHost(const QByteArray &host)
{
    static const QRegularExpression plain(u"\\A([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?\\z"_s);
    return plain.match(QString::fromLatin1(host)).hasMatch();
}

QList<std::pair<QByteArray, QByteArray>> securityHeaders(const QByteArray &host)
{
    // Safari before 15.4 does not count the WebSocket of the same host as 'self'.
    const QByteArray socket = isPlainHost(host) ? " wss://" + host : QByteArray();
    return {
        {"Cache-Control", "no-store"},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'" + socket
             + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"},
        {"Referrer-Policy", "no-referrer"},
        {"Strict-Transport-Security", "max-age=31536000"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"X-Robots-Tag", "noindex, nofollow"},
    };
}

} // namespace knock::caller
