// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/stills.h"

using namespace std::chrono_literals;

namespace knock::media {

namespace {

constexpr int stillsAtOnce = 10;
constexpr auto stillEvery = 100ms;

} // namespace

std::optional<Stills::Shown> Stills::take(Key key, bool hasStream, Time now)
{
    const auto [place, isNew] = m_senders.try_emplace(key, Allowance(stillsAtOnce, stillEvery, now), now, now);
    Sender &sender = place->second;
    if (!sender.allowance.take(now))
        return std::nullopt;
    sender.last = now;
    if (hasStream)
        return std::nullopt;
    const auto [shown, isFirst] = m_shown.try_emplace(key.first, key.second);
    const bool isTaken = isNew && shown->second != key.second;
    if (isTaken)
        shown->second = key.second;
    if (shown->second != key.second)
        return std::nullopt;
    return Shown{isFirst || isTaken, now - sender.began};
}

void Stills::drop(Key key)
{
    m_senders.erase(key);
    if (const auto shown = m_shown.find(key.first); shown != m_shown.end() && shown->second == key.second)
        m_shown.erase(shown);
}

std::vector<Stills::Key> Stills::lapse(Time now)
{
    std::vector<Key> lost;
    std::erase_if(m_senders, [&](const auto &one) {
        const auto &[key, sender] = one;
        if (now - sender.last <= m_stallAfter)
            return false;
        const auto shown = m_shown.find(key.first);
        if (shown != m_shown.end() && shown->second == key.second) {
            lost.push_back(key);
            m_shown.erase(shown);
        }
        return true;
    });
    return lost;
}

} // namespace knock::media
