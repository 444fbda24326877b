// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/identity/users.h"

namespace knock::identity {

// Where there is no user yet, a code that was shown at the service's own machine makes the first administrator. There
// is no password that comes with the program.

constexpr std::chrono::hours firstCodeLasts{1};

/// A new code of 120 bits in groups, for reading aloud; the one before is void. Only its hash is kept. Fails with
/// Refused when there are users.
[[nodiscard]] Result<QString> makeFirstCode(UserFile &file, const QString &by, const QDateTime &now);

/// Succeeds while \a code may be redeemed. Otherwise fails with Refused, whatever is wrong.
[[nodiscard]] Result<> checkFirstCode(UserFile &file, const QString &code, const QDateTime &now);

/// The administrator and their id, within a transaction; the code is void from then on.
[[nodiscard]] Result<qint64> redeemFirstCode(UserFile &file, const QString &code, const QString &user,
                                             const QByteArray &hash, const QDateTime &now);

} // namespace knock::identity
