// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/libre.h"

namespace knock::telephony {

/// At most so many in any one second from the first on.
class Rate
{
public:
    explicit Rate(int mostInSecond)
        : m_most(mostInSecond)
    {
    }

    /// Whether one more may pass.
    [[nodiscard]] bool take()
    {
        const quint64 now = tmr_jiffies();
        if (now - m_since >= 1000) {
            m_since = now;
            m_count = 0;
        }
        return ++m_count <= m_most;
    }

    [[nodiscard]] bool isIdle() const { return tmr_jiffies() - m_since >= 1000; }

private:
    int m_most;
    quint64 m_since = 0;
    int m_count = 0;
};

} // namespace knock::telephony
