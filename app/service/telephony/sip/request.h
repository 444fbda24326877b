// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/body.h"
#include "app/service/telephony/sip/guard.h"
#include "app/service/telephony/sip/libre.h"

#include <QString>

namespace knock::telephony {

/// The number the network vouches for (RFC 3325), else the one the caller says; empty when there is none.
[[nodiscard]] QString callerOf(const sip_msg &request);

[[nodiscard]] Part bodyOf(const sip_msg &message);

/// The session description in the body, cleaned; empty when there is none.
[[nodiscard]] Result<QByteArray> descriptionOf(const sip_msg &message);

/// How SIP says that a body cannot be used.
[[nodiscard]] Refusal refusalFor(const Error &error);

/// The line of text a MESSAGE brings (RFC 3428).
///
/// Refused: of another kind than plain text. Full: longer than a chat line. Malformed: empty, or no text.
[[nodiscard]] Result<QString> textOf(const sip_msg &message);

} // namespace knock::telephony
