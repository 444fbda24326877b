// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/arrival.h"

#include <algorithm>
#include <utility>

namespace knock::media {

double LossRate::take(PacketCount count)
{
    constexpr size_t seconds = 5;
    m_counts.push_back(count);
    if (m_counts.size() > seconds + 1)
        m_counts.pop_front();
    // A packet that was overtaken counts as lost until it comes.
    const qint64 lost = std::max<qint64>(0, count.lost - m_counts.front().lost);
    const qint64 came = std::max<qint64>(0, count.came - m_counts.front().came);
    return lost == 0 ? 0 : 100. * static_cast<double>(lost) / static_cast<double>(lost + came);
}

std::optional<Arrival::Time> delayOf(const std::vector<Arrival> &arrivals, const SenderReport &report)
{
    constexpr std::chrono::seconds epochInNtp{2'208'988'800}; // 1970; RFC 5905, 6
    constexpr qint64 perMillisecond = 90; // of video's count (RFC 3551, 5)
    if (arrivals.empty())
        return std::nullopt;
    const auto fraction = static_cast<qint64>((report.ntp & 0xffff'ffff) * 1000 >> 32);
    const Arrival::Time reported = std::chrono::seconds(report.ntp >> 32) - epochInNtp + Arrival::Time(fraction);
    Arrival::Time sum{0};
    for (const Arrival &arrival : arrivals) {
        const auto since = static_cast<qint32>(arrival.taken - report.count); // the count may have gone round
        sum += arrival.at - reported - Arrival::Time(since / perMillisecond);
    }
    return sum / static_cast<qint64>(arrivals.size());
}

void Arrivals::add(const Arrival &arrival)
{
    constexpr size_t most = 200;
    const std::lock_guard lock(m_mutex);
    if (m_arrivals.size() == most)
        m_arrivals.erase(m_arrivals.begin());
    m_arrivals.push_back(arrival);
}

std::vector<Arrival> Arrivals::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_arrivals, {});
}

} // namespace knock::media
