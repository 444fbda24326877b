// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/libre.h"

#include <optional>
#include <QByteArray>

namespace knock::telephony {

/// A final answer to a request that will not be carried out.
struct Refusal {
    quint16 code = 0;
    const char *reason = "";
    QByteArray headers; ///< whole lines
};

/// What this side understands, as header lines.
extern const char capabilities[];

/// What is wrong with a request, by the rules of RFC 3261 that the session layer behind takes for granted: headers
/// that must be there once and well-formed, a body as long as it says, no extension we lack. Cuts the body to the
/// length it says.
[[nodiscard]] std::optional<Refusal> objectionTo(const sip_msg &request);

/// Reads the port to answer to from a Via whose host is an IPv6 address with an IPv4 address in it (RFC 5118, 4.10),
/// which the parser takes for a name.
void mendReturnPort(sip_via &via);

} // namespace knock::telephony
