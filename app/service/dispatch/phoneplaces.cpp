// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/phoneplaces.h"

#include "app/service/dispatch/phonenumber.h"

namespace knock::dispatch {

void PhonePlaces::take(const Event &event)
{
    if (const auto *arrived = std::get_if<CallArrived>(&event)) {
        open(arrived->incident, arrived->number);
    } else if (const auto *closed = std::get_if<IncidentClosed>(&event)) {
        const auto open = m_open.find(m_numbers.take(closed->incident));
        if (open == m_open.end())
            return;
        open->erase(closed->incident);
        if (open->empty())
            m_open.erase(open);
    }
}

void PhonePlaces::open(IncidentId incident, const QString &number)
{
    const QString key = comparable(number, m_countryCode);
    if (key.isEmpty())
        return;
    m_open[key].insert(incident);
    m_numbers.insert(incident, key);
}

IncidentId PhonePlaces::incidentOf(const QString &number) const
{
    const auto open = m_open.constFind(comparable(number, m_countryCode));
    return open == m_open.constEnd() ? IncidentId() : *open->rbegin();
}

void PhonePlaces::keep(const QString &number, const Fix &fix, const QDateTime &now)
{
    const QString key = comparable(number, m_countryCode);
    if (key.isEmpty())
        return;
    const QDateTime until = now.addDuration(patience);
    m_kept.insert(key, {fix, until, ++m_lastTicket});
    m_waiting.push_back({key, until, m_lastTicket});
    while (m_waiting.size() > mostKept || m_waiting.front().until < now)
        forgetOldest();
}

std::optional<Fix> PhonePlaces::takeKept(const QString &number, const QDateTime &now)
{
    const Kept kept = m_kept.take(comparable(number, m_countryCode));
    return kept.until.isValid() && now <= kept.until ? std::optional(kept.fix) : std::nullopt;
}

void PhonePlaces::forgetOldest()
{
    const Waiting oldest = m_waiting.front();
    m_waiting.pop_front();
    const auto kept = m_kept.constFind(oldest.number);
    if (kept != m_kept.constEnd() && kept->ticket == oldest.ticket)
        m_kept.erase(kept);
}

} // namespace knock::dispatch
