// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/inflow.h"

#include <algorithm>
#include <utility>

namespace knock::hearing {

namespace {

constexpr qint32 earliness = 800; // 100 ms; a packet farther ahead follows a pause, not a loss
constexpr qint32 mostFilled = 480; // 60 ms; what is longer was not said
constexpr size_t memory = 160; // 20 ms
constexpr size_t mostAtOnce = 8192;

qint32 distance(quint32 from, quint32 to) { return static_cast<qint32>(to - from); }

} // namespace

Inflow::Inflow()
{
    m_out.reserve(mostAtOnce);
    m_last.reserve(mostAtOnce);
}

std::span<const qint16> Inflow::take(quint32 timestamp, std::span<const qint16> samples)
{
    m_out.clear();
    samples = samples.first(std::min(samples.size(), mostAtOnce / 4));
    if (samples.empty())
        return m_out;
    const qint32 early = distance(m_next.value_or(timestamp), timestamp);
    const bool isAnotherRow = !m_next || early > earliness || early < -earliness;
    if (isAnotherRow) {
        passHeld();
        m_next = timestamp;
        append(samples);
    } else if (early == 0) {
        append(samples);
        passHeld();
    } else if (early > 0 && !m_held) {
        m_held = Held{timestamp, {samples.begin(), samples.end()}};
    } else if (early > 0) {
        // Two are ahead of what is missing: it does not come any more.
        if (distance(m_held->timestamp, timestamp) > 0) {
            passHeld();
            bridge(timestamp);
            append(samples);
        } else if (timestamp != m_held->timestamp) {
            bridge(timestamp);
            append(samples);
            passHeld();
        }
    }
    return m_out;
}

void Inflow::append(std::span<const qint16> samples)
{
    m_out.insert(m_out.end(), samples.begin(), samples.end());
    m_next = *m_next + static_cast<quint32>(samples.size());
    const auto end = samples.last(std::min(samples.size(), memory));
    m_last.assign(end.begin(), end.end());
}

void Inflow::passHeld()
{
    if (!m_held)
        return;
    const Held held = *std::exchange(m_held, std::nullopt);
    if (distance(*m_next, held.timestamp) >= 0) {
        bridge(held.timestamp);
        append(held.samples);
    }
}

// The last sound goes on, softer with every repetition, as ITU-T G.711 Appendix I does in a finer way.
void Inflow::bridge(quint32 to)
{
    const qint32 missing = distance(*m_next, to);
    for (qint32 at = 0; at < std::min(missing, mostFilled) && !m_last.empty(); ++at) {
        const auto repetition = static_cast<qint32>(static_cast<size_t>(at) / m_last.size());
        m_out.push_back(static_cast<qint16>(m_last[static_cast<size_t>(at) % m_last.size()] * (4 - repetition) / 4));
    }
    m_next = to;
}

} // namespace knock::hearing
