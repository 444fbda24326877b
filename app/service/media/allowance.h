// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace knock::media {

/// How often something may be done: a few times at once, then once in a while. Times are since any fixed moment.
class Allowance
{
public:
    using Time = std::chrono::milliseconds;

    Allowance(int most, Time refill, Time now)
        : m_most(most)
        , m_refill(refill)
        , m_left(most)
        , m_since(now)
    {
    }

    [[nodiscard]] bool take(Time now)
    {
        fill(now);
        if (m_left == 0)
            return false;
        --m_left;
        return true;
    }

    /// Nothing has been taken for so long that it need not be remembered.
    [[nodiscard]] bool isWhole(Time now)
    {
        fill(now);
        return m_left == m_most;
    }

private:
    void fill(Time now)
    {
        const auto gained = std::min<Time::rep>((now - m_since) / m_refill, m_most);
        m_left = std::min(m_most, m_left + static_cast<int>(gained));
        m_since = m_left == m_most ? now : m_since + gained * m_refill;
    }

    int m_most;
    Time m_refill;
    int m_left;
    Time m_since;
};

} // namespace knock::media
