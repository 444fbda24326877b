// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <QtTypes>

namespace knock::web {

/// So many a second, and some seconds' worth of them at once (the virtual scheduling of ITU-T I.371, A.1).
class Rate final
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds atOnce{5};

    /// Counts one more at \a now, or says how much later there will be room for it.
    [[nodiscard]] std::chrono::nanoseconds count(quint32 perSecond, Time now)
    {
        const Time due
            = std::max(m_due, now) + std::chrono::nanoseconds(std::chrono::seconds(1)) / std::max(1U, perSecond);
        if (due > now + atOnce)
            return due - now - atOnce;
        m_due = due;
        return std::chrono::nanoseconds(0);
    }

    /// True when all that was counted is as good as forgotten.
    [[nodiscard]] bool isEven(Time now) const { return m_due <= now; }

private:
    Time m_due; ///< when all that was counted would have come at an even pace
};

} // namespace knock::web
