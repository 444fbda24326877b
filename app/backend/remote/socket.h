// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/remote/remotesettings.h"

#include <QWebSocket>

namespace knock::backend {

/// A WebSocket to the service which believes nobody but whom \a settings name, and takes messages of at most 4 MB.
/// It does nothing before open().
[[nodiscard]] QWebSocket *makeSocket(const RemoteSettings &settings, QObject *parent);

/// Ends \a socket at once and without a further word of it; it may be one that speaks just now.
void drop(QWebSocket *&socket);

/// The same, once what was said has gone out.
void leave(QWebSocket *&socket);

} // namespace knock::backend
