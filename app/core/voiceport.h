// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <mutex>
#include <QtTypes>
#include <span>

namespace knock {

/// Samples on their way from one thread to another: 8000 a second, 16 bits, one channel.
///
/// Never waits for either side. When the taker is slow the oldest samples go; when the giver is ahead for a second
/// without need, what waited all that time is cut out, so that a delay that came from one hiccup does not stay.
class VoiceWay
{
public:
    static constexpr int rate = 8000;
    static constexpr size_t most = rate / 10; ///< samples that may wait: 100 ms
    static constexpr size_t enough = rate / 100; ///< may wait always: 10 ms

    void put(std::span<const qint16> samples)
    {
        const std::scoped_lock lock(m_mutex);
        for (const qint16 sample : samples) {
            m_ring[m_end++ % most] = sample;
        }
        m_begin = std::max(m_begin, m_end < most ? 0 : m_end - most);
    }

    /// Fills the front of \a samples and says how much of it.
    size_t take(std::span<qint16> samples)
    {
        const std::scoped_lock lock(m_mutex);
        const size_t count = std::min(samples.size(), m_end - m_begin);
        for (size_t n = 0; n < count; ++n) {
            samples[n] = m_ring[m_begin++ % most];
        }
        catchUp(samples.size());
        return count;
    }

    void clear()
    {
        const std::scoped_lock lock(m_mutex);
        m_begin = m_end;
    }

private:
    void catchUp(size_t taken)
    {
        m_least = std::min(m_least, m_end - m_begin);
        m_observed += taken;
        if (m_observed < rate) {
            return;
        }
        if (m_least > enough) {
            m_begin += m_least - enough;
        }
        m_observed = 0;
        m_least = most;
    }

    std::mutex m_mutex;
    std::array<qint16, most> m_ring{};
    size_t m_begin = 0; ///< of all samples there ever were
    size_t m_end = 0;
    size_t m_least = most; ///< that waited, in this second
    size_t m_observed = 0;
};

/// Where an operator's headset and the caller's line meet. Any thread.
struct VoicePort {
    VoiceWay fromCaller;
    VoiceWay toCaller;
};

} // namespace knock
