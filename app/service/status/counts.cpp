// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/counts.h"

#include <algorithm>

namespace knock::status {

namespace {

using Type = Exposition::Type;

template <size_t... kinds>
constexpr std::array<QLatin1StringView, sizeof...(kinds)> namesOf(std::index_sequence<kinds...>)
{
    return {std::variant_alternative_t<kinds, Event>::name...};
}

constexpr auto eventNames = namesOf(std::make_index_sequence<std::variant_size_v<Event>>());

} // namespace

void Counts::count(const Event &event, bool isNew)
{
    if (isNew)
        ++m_events[event.index()];
    const auto become = [this](IncidentId incident, Call call) { m_calls.insert_or_assign(incident, call); };
    std::visit(Overloaded{
                   [&](const CallArrived &e) { become(e.incident, Call::Ringing); },
                   [&](const CallAnswered &e) { become(e.incident, Call::Connected); },
                   [&](const CallHeld &e) { become(e.incident, Call::Held); },
                   [&](const CallHandedOver &e) { become(e.incident, Call::Held); },
                   [&](const CallResumed &e) { become(e.incident, Call::Connected); },
                   [&](const CallBackBegan &e) { become(e.incident, Call::CallingBack); },
                   [&](const CallBackAnswered &e) { become(e.incident, Call::Connected); },
                   [&](const LineEnded &e) { become(e.incident, Call::Ended); },
                   [&](const IncidentReopened &e) { become(e.incident, Call::Ended); },
                   [&](const IncidentClosed &e) { m_calls.erase(e.incident); },
                   [](const auto &) {},
               },
               event);
}

void Counts::countCommit(std::chrono::nanoseconds took)
{
    const double seconds = std::chrono::duration<double>(took).count();
    const auto bucket = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
    ++m_commits[size_t(bucket)];
    m_committing += took;
}

void Counts::addTo(Exposition &out) const
{
    const std::array states{std::pair(Call::Ringing, "ringing"), std::pair(Call::Connected, "connected"),
                            std::pair(Call::Held, "held"), std::pair(Call::CallingBack, "callingBack"),
                            std::pair(Call::Ended, "ended")};
    out.begin("knock_calls", Type::Gauge, "Open incidents by how their call is.");
    for (const auto &[state, name] : states) {
        const auto isSo = [wanted = state](const auto &entry) { return entry.second == wanted; };
        out.add(double(std::ranges::count_if(m_calls, isSo)), {{"state", name}});
    }
    const auto of = [this](QLatin1StringView name) {
        return double(m_events[size_t(std::ranges::find(eventNames, name) - eventNames.begin())]);
    };
    out.add("knock_calls_total", Type::Counter, "Calls that came in.", of(CallArrived::name));
    out.begin("knock_knocks_total", Type::Counter, "Knocks that were heard, and how they were judged.");
    out.add(of(KnockHeard::name), {{"verdict", "heard"}});
    out.add(of(SilentCallConfirmed::name), {{"verdict", "confirmed"}});
    out.add(of(KnockDismissed::name), {{"verdict", "dismissed"}});
    out.begin("knock_events_total", Type::Counter, "Events by their name.");
    for (size_t kind = 0; kind < kinds; ++kind)
        out.add(double(m_events[kind]), {{"type", QByteArrayView(eventNames[kind].data(), eventNames[kind].size())}});
    out.addHistogram("knock_journal_commit_seconds", "How long what became true waited for the disk.",
                     {bounds.begin(), bounds.end()}, {m_commits.begin(), m_commits.end()},
                     std::chrono::duration<double>(m_committing).count());
}

} // namespace knock::status
