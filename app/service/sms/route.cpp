// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/route.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace knock::sms {

Route::Route(size_t gateways, const Patience &patience)
    : m_patience(patience)
    , m_ways(gateways)
    , m_wait(patience.first)
{
}

std::optional<std::chrono::milliseconds> Route::next(const Refusal &refusal, bool isRepeatable,
                                                     std::chrono::milliseconds elapsed)
{
    const bool isUnknown = refusal.hope == Refusal::Hope::Unknown;
    m_isPerhapsTaken = m_isPerhapsTaken || isUnknown;
    Way &way = m_ways[m_now];
    ++way.refusals;
    way.notBefore = elapsed + refusal.pause;
    way.isClosed
        = refusal.hope == Refusal::Hope::None || (isUnknown && !isRepeatable) || way.notBefore > m_patience.whole;
    if (elapsed >= m_patience.whole)
        return std::nullopt;

    const std::chrono::milliseconds wait
        = std::max(std::min(m_wait, m_patience.whole - elapsed), way.notBefore - elapsed);
    const bool isEnough = way.isClosed || way.refusals % 2 == 0 || refusal.pause > m_wait;
    if (const auto another = isEnough ? other() : std::nullopt) {
        const std::chrono::milliseconds itsWait = std::max(0ms, m_ways[*another].notBefore - elapsed);
        if (way.isClosed || itsWait < wait) {
            m_now = *another;
            return itsWait;
        }
    }
    if (way.isClosed)
        return std::nullopt;
    m_wait *= 2;
    return wait;
}

std::optional<size_t> Route::other() const
{
    for (size_t step = 1; step < m_ways.size(); ++step) {
        const size_t at = (m_now + step) % m_ways.size();
        if (!m_ways[at].isClosed)
            return at;
    }
    return std::nullopt;
}

} // namespace knock::sms
