// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/libre.h"

#include <functional>

namespace knock::telephony {

/// A 200 to an INVITE within a call, sent again until its ACK comes (RFC 3261, 13.3.1.4). Lives on libre's thread.
///
/// libre would do this too, but lets nobody add a header to such an answer.
class StandingAnswer final
{
public:
    /// \a answer has been sent once. \a unheard is called when no ACK came, and may destroy this.
    StandingAnswer(sip &stack, const sip_msg &invite, Held<mbuf> answer, std::function<void()> unheard);
    ~StandingAnswer();
    Q_DISABLE_COPY_MOVE(StandingAnswer)

    [[nodiscard]] bool isAcknowledgedBy(const sip_msg &ack) const { return ack.cseq.num == m_invite->cseq.num; }

private:
    void repeat();

    sip &m_stack;
    const Held<sip_msg> m_invite;
    const Held<mbuf> m_answer;
    const std::function<void()> m_unheard;
    tmr m_again{};
    uint64_t m_wait = SIP_T1;
    uint64_t m_waited = 0;
};

} // namespace knock::telephony
