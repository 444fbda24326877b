// SPDX-License-Identifier: Apache-2.0
// How calls end when the service does: a part of Exchange.
#include "app/service/telephony/exchange.h"

namespace knock::telephony {

namespace {

constexpr quint64 goodbyeTime = 200;

} // namespace

void Exchange::stopTaking()
{
    m_isLeaving = true;
    m_registration.stop();
}

void Exchange::hangUp()
{
    m_isHangingUp = true;
    while (!m_lines.empty()) {
        m_lines.begin()->second->release();
    }
}

void Exchange::close()
{
    m_closesAt = tmr_jiffies() + goodbyeTime;
    m_canary.stop();
    m_testCalls.stop();
    m_registration.stop();
    while (!m_lines.empty()) {
        m_lines.begin()->second->release();
    }
    waitForGoodbyes();
}

// Every session that still waits for an answer to its BYE holds a reference to the stack.
void Exchange::waitForGoodbyes()
{
    if (mem_nrefs(m_sip.get()) <= 1 || tmr_jiffies() >= m_closesAt) {
        re_cancel();
        return;
    }
    tmr_start(&m_closing, 5, [](void *self) { static_cast<Exchange *>(self)->waitForGoodbyes(); }, this);
}

} // namespace knock::telephony
