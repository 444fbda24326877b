// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/pressmerger.h"

#include <algorithm>
#include <cstdlib>

namespace knock::hearing {

namespace {

// How far the times may lie apart at which two carriers bring one press. Packets and tones travel together; INFO goes
// through every proxy of the call, and often not before the key is released.
constexpr qint64 nearby = 500;
constexpr qint64 infoLateness = 1500;

constexpr qint64 cost = 50; // ms
constexpr qint64 mostUsed = 16 * cost;

} // namespace

PressMerger::Outcome PressMerger::take(const Heard &heard)
{
    const auto carrier = static_cast<size_t>(heard.carrier);
    if (!m_allowances[carrier].take(heard.at))
        return {Verdict::TooFast, 0, {}};
    m_hasSentEvents = m_hasSentEvents || heard.carrier == Carrier::Event;
    Known *same = sameAs(heard);
    if (same && same->press != 0) {
        same->broughtBy[carrier] = true;
        return {Verdict::Corroborated, same->press, {}};
    }
    const std::optional<Dbm0> waitingTone = same ? same->level : std::nullopt;
    if (!same) {
        same = &m_recent[m_oldest];
        m_oldest = (m_oldest + 1) % m_recent.size();
        *same = {0, heard.key, heard.at, heard.level, {}};
    }
    same->broughtBy[carrier] = true;
    if (heard.carrier == Carrier::Tone && m_hasSentEvents)
        return {Verdict::Waiting, 0, {}};
    same->press = ++m_last;
    return {Verdict::Pressed, m_last, waitingTone};
}

// The nearest in time of those this carrier has not brought yet.
PressMerger::Known *PressMerger::sameAs(const Heard &heard)
{
    const qint64 latest = heard.carrier == Carrier::Info ? infoLateness : nearby;
    Known *nearest = nullptr;
    for (Known &known : m_recent) {
        const qint64 later = heard.at - known.at;
        const bool isCandidate = known.key == heard.key && later >= -nearby && later <= latest
            && !known.broughtBy[static_cast<size_t>(heard.carrier)];
        if (isCandidate && (!nearest || std::abs(later) < std::abs(heard.at - nearest->at)))
            nearest = &known;
    }
    return nearest;
}

bool PressMerger::Allowance::take(qint64 now)
{
    used = std::max<qint64>(0, used - std::max<qint64>(0, now - at));
    at = std::max(at, now);
    if (used + cost > mostUsed)
        return false;
    used += cost;
    return true;
}

} // namespace knock::hearing
