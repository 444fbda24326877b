// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArray>
#include <QDateTime>

namespace knock::identity {

// The second factor: a code of six digits that a telephone shows (RFC 6238 with HMAC-SHA-1 and steps of 30 s, which is
// what every program for it can do).

[[nodiscard]] QByteArray newSecret(); ///< 160 bits, RFC 4226, section 4; empty: no random numbers

/// What the telephone takes as a picture or by hand. It holds the secret.
[[nodiscard]] QString secretAsUri(const QByteArray &secret, const QString &user);

/// The number of the step that lasts at a time.
[[nodiscard]] qint64 stepAt(const QDateTime &now);
[[nodiscard]] QByteArray codeOf(const QByteArray &secret, qint64 step);

/// The step of a code that may be taken: of now, one before or one after (RFC 6238, section 5.2), but later than the
/// one that was taken last. Spaces in the code do not matter.
[[nodiscard]] std::optional<qint64> stepOf(const QString &code, const QByteArray &secret, const QDateTime &now,
                                           qint64 lastTaken);

} // namespace knock::identity
