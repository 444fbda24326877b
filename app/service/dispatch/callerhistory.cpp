// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/callerhistory.h"

#include <algorithm>
#include <ranges>

namespace knock::dispatch {

void CallerHistory::take(const Event &event)
{
    std::visit(Overloaded{
                   [this](const CallArrived &e) { add(e); },
                   [this](const CallAnswered &e) { change(e.incident, [](Call &call) { call.answered = true; }); },
                   [this](const LineEnded &e) {
                       change(e.incident, [](Call &call) { call.abandoned = !call.answered; });
                   },
                   [this](const KnockHeard &e) { setSilent(e.incident, true); },
                   [this](const SilentCallConfirmed &e) { setSilent(e.incident, true); },
                   [this](const CodedTalkMarked &e) { setSilent(e.incident, true); },
                   [this](const KnockDismissed &e) { setSilent(e.incident, false); },
                   [](const auto &) {},
               },
               event);
}

std::optional<EarlierCalls> CallerHistory::of(const QString &number, const QDateTime &now) const
{
    const auto calls = m_calls.constFind(number);
    if (calls == m_calls.constEnd())
        return std::nullopt;
    EarlierCalls earlier;
    for (const Call &call : *calls | std::views::reverse) {
        if (call.at.addDuration(span) < now)
            continue;
        if (earlier.calls.size() < mostTold)
            earlier.calls.push_back({call.incident, call.at, call.silent, call.abandoned});
        if (!call.silent && !call.abandoned)
            continue;
        // Who knocked and was not answered counts as silent: that is what matters more.
        ++(call.silent ? earlier.silent : earlier.abandoned);
        if (!earlier.last.isValid())
            earlier.last = call.at;
    }
    if (earlier.calls.empty())
        return std::nullopt;
    if (!earlier.last.isValid())
        earlier.last = earlier.calls.front().at;
    return earlier;
}

template <typename Change>
void CallerHistory::change(IncidentId incident, const Change &change)
{
    const auto calls = m_calls.find(m_numbers.value(incident));
    if (calls == m_calls.end())
        return;
    if (const auto call = std::ranges::find(*calls, incident, &Call::incident); call != calls->end())
        change(*call);
}

void CallerHistory::setSilent(IncidentId incident, bool silent)
{
    change(incident, [silent](Call &call) { call.silent = silent; });
}

void CallerHistory::add(const CallArrived &arrived)
{
    forgetOld(arrived.at);
    if (arrived.number.isEmpty())
        return;
    std::deque<Call> &calls = m_calls[arrived.number];
    if (calls.size() == mostOfOne) {
        m_numbers.remove(calls.front().incident);
        calls.pop_front();
    }
    calls.push_back({arrived.incident, arrived.at});
    m_numbers.insert(arrived.incident, arrived.number);
    m_arrivals.push_back({arrived.at, arrived.incident, arrived.number});
}

void CallerHistory::forgetOld(const QDateTime &now)
{
    while (!m_arrivals.empty() && m_arrivals.front().at.addDuration(span) < now) {
        forget(m_arrivals.front().number, m_arrivals.front().incident);
        m_arrivals.pop_front();
    }
}

void CallerHistory::forget(const QString &number, IncidentId incident)
{
    m_numbers.remove(incident);
    const auto calls = m_calls.find(number);
    if (calls == m_calls.end())
        return;
    std::erase_if(*calls, [incident](const Call &call) { return call.incident == incident; });
    if (calls->empty())
        m_calls.erase(calls);
}

} // namespace knock::dispatch
