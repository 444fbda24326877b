// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/caller/protocol.h"

#include <QStringList>

namespace knock::caller {

/// A "turn:" or "turns:" address (RFC 7065).
[[nodiscard]] bool isRelay(const QString &url);

/// What lets a page into the servers \a urls for an hour from \a now, where they were told \a secret (coturn's
/// use-auth-secret; draft-uberti-behave-turn-rest). Nothing of it says whose page it is.
[[nodiscard]] std::vector<Relay> relaysFor(const QStringList &urls, const QByteArray &secret, const QDateTime &now);

} // namespace knock::caller
