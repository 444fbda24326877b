// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <QRandomGenerator>

namespace knock::backend {

/// The times of a link; tests have their own.
struct Pace {
    std::chrono::milliseconds firstPause{300}; ///< at most, before the first attempt to come back
    std::chrono::milliseconds longestPause{10000};
    std::chrono::milliseconds beat{5000};
    std::chrono::milliseconds patience{15000}; ///< without a word from the door
    /// Without a sign of life of the workstation, which is then not spoken for any more.
    std::chrono::milliseconds life{30000};
    std::chrono::milliseconds askPatience{15000}; ///< how old a wish may be that is asked again after a cut
    std::function<double()> random = [] { return QRandomGenerator::global()->generateDouble(); }; ///< [0, 1)
};

/// How long to wait before the next attempt: a random part of a time that doubles from one to the next, so that a
/// thousand desks do not come back in step.
class BackOff
{
public:
    explicit BackOff(const Pace &pace)
        : m_pace(pace)
        , m_atMost(pace.firstPause)
    {
    }

    [[nodiscard]] std::chrono::milliseconds next()
    {
        const auto atMost = std::exchange(m_atMost, std::min(2 * m_atMost, m_pace.longestPause));
        return std::chrono::milliseconds(qint64(m_pace.random() * double(atMost.count())));
    }
    void reset() { m_atMost = m_pace.firstPause; }
    /// Nothing will be better soon.
    void slowDown() { m_atMost = m_pace.longestPause; }

private:
    const Pace m_pace;
    std::chrono::milliseconds m_atMost;
};

} // namespace knock::backend
