// SPDX-License-Identifier: Apache-2.0
// Incidents that are closed, and taken up again: a part of IncidentBook.
#include "app/service/dispatch/incidentbook.h"

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

Granted IncidentBook::grant(const Incident &, const ReopenIncident &, SeatId)
{
    return failure(Error::Kind::Refused, u"it is open"_s);
}

// The book holds what is so, not how it came to be: that is in the journal, and read there.
Granted IncidentBook::grant(const Incident &, const LookUp &, SeatId)
{
    return failure(Error::Kind::Refused, u"it is looked up in the journal"_s);
}

Granted IncidentBook::grant(const Incident &, const ReadFile &, SeatId)
{
    return failure(Error::Kind::Refused, u"it is read where it is kept"_s);
}

/// As after a restart of the service, but for the line: whoever closed the incident let the caller go.
Outcome IncidentBook::took(const Recalled &input)
{
    Incident known;
    for (const Event &event : input.events)
        apply(known, event);
    const QDateTime now = m_clock.now();
    const auto refuse = [&](const Error &why) {
        const IncidentId id = input.events.empty() ? IncidentId() : incidentOf(input.events.front());
        return Outcome{{Refused{id, input.seat, QString(ReopenIncident::name), why, now}}, {}};
    };
    if (!known.id.isValid())
        return refuse({Error::Kind::NotFound, u"no such incident"_s});
    // Another seat was faster.
    if (isOpen(known.id))
        return refuse({Error::Kind::Refused, u"it is open"_s});

    Outcome outcome{{IncidentReopened{known.id, input.seat, now}}, {}};
    const std::vector<Event> gone = endUnminded(known, LineEnd::Released);
    outcome.events.insert(outcome.events.end(), gone.begin(), gone.end());
    if (const auto admitted = stillAdmitted(known))
        outcome.effects.emplace_back(*admitted);
    m_phones.open(known.id, known.number);
    m_incidents.insert(known.id, std::move(known));
    return outcome;
}

} // namespace knock::dispatch
