// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/libre.h"

#include <chrono>
#include <functional>
#include <utility>

namespace knock::telephony {

/// One timer of libre's loop. It stops when this is destroyed, which its own function may do.
class Alarm final
{
public:
    Alarm() { tmr_init(&m_timer); }
    ~Alarm() { stop(); }
    Q_DISABLE_COPY_MOVE(Alarm)

    /// Forgets what was set before.
    void set(std::chrono::milliseconds after, std::function<void()> ring)
    {
        m_ring = std::move(ring);
        tmr_start(&m_timer, static_cast<uint64_t>(after.count()), &Alarm::rang, this);
    }
    void stop() { tmr_cancel(&m_timer); }

private:
    static void rang(void *alarm)
    {
        const auto ring = std::exchange(static_cast<Alarm *>(alarm)->m_ring, nullptr);
        ring();
    }

    tmr m_timer{};
    std::function<void()> m_ring;
};

} // namespace knock::telephony
