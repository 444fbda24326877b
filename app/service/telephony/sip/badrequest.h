// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArray>

namespace knock::telephony {

/// What to say to a request that cannot be read: 400, or 505 to another version of SIP, made of those of its own lines
/// that an answer repeats. Nothing if it is no request, is an ACK, or has no Via to answer to. Hardly longer than the
/// request, so that nobody can have more sent to a third party than he sends himself.
[[nodiscard]] std::optional<QByteArray> answerToUnreadable(QByteArrayView request);

} // namespace knock::telephony
