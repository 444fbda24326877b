// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/branch.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/sip/rate.h"
#include "app/core/logging.h"
#include "app/core/tally.h"

namespace knock::telephony {

/// Stands between the UDP socket and the stack, which drops what it cannot read and prints a line for each: lends old
/// requests the branch they lack, and answers a request that is still unreadable. Lives on libre's thread.
class Sieve final
{
public:
    Sieve();
    ~Sieve();
    Q_DISABLE_COPY_MOVE(Sieve)

    /// The socket is only to be had from a message that came by it; this sends one.
    void findSocket(sip &stack);
    /// Whether this is that message.
    [[nodiscard]] bool finds(const sip_msg &request);

private:
    [[nodiscard]] bool received(const sa &source, mbuf &datagram);
    [[nodiscard]] bool sent(const sa &target, mbuf &datagram, int &error);

    const QByteArray m_ownCallId;
    const Branches m_branches;
    udp_sock *m_socket = nullptr; ///< belongs to the stack
    Held<udp_helper> m_helper;
    Rate m_answers;
    Tally m_unreadable{lcTelephony, "a datagram that is no SIP"};
};

} // namespace knock::telephony
