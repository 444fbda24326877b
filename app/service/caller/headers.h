// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

namespace knock::caller {

/// What every answer carries so that the browser keeps nothing, asks nobody else and runs nothing but the page.
/// \a host is the request's Host; one that is not a plain host and port is left out.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> securityHeaders(const QByteArray &host);

/// "name", "name:port" or "[address]:port".
[[nodiscard]] bool isPlainHost(const QByteArray &host);

} // namespace knock::caller
