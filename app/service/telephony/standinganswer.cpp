// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/standinganswer.h"

#include <algorithm>

namespace knock::telephony {

namespace {

constexpr uint64_t longestWait = 64 * SIP_T1;

// Its counters are part of the message, so another reference to a constant one still writes to it.
Held<sip_msg> reference(const sip_msg &message)
{
    return Held<sip_msg>(static_cast<sip_msg *>(mem_ref(const_cast<sip_msg *>(&message))));
}

} // namespace

StandingAnswer::StandingAnswer(sip &stack, const sip_msg &invite, Held<mbuf> answer, std::function<void()> unheard)
    : m_stack(stack)
    , m_invite(reference(invite))
    , m_answer(std::move(answer))
    , m_unheard(std::move(unheard))
{
    tmr_init(&m_again);
    tmr_start(&m_again, m_wait, [](void *self) { static_cast<StandingAnswer *>(self)->repeat(); }, this);
}

StandingAnswer::~StandingAnswer() { tmr_cancel(&m_again); }

void StandingAnswer::repeat()
{
    m_waited += m_wait;
    if (m_waited >= longestWait) {
        const auto unheard = m_unheard;
        unheard();
        return;
    }
    sip_send(&m_stack, m_invite->sock, m_invite->tp, &m_invite->src, m_answer.get());
    m_wait = std::min<uint64_t>(2 * m_wait, SIP_T2);
    tmr_start(&m_again, m_wait, [](void *self) { static_cast<StandingAnswer *>(self)->repeat(); }, this);
}

} // namespace knock::telephony
