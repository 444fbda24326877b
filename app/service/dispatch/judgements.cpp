// SPDX-License-Identifier: Apache-2.0
// What operators judge and write down: a part of IncidentBook.
#include "app/service/dispatch/incidentbook.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

Granted IncidentBook::grant(const Incident &incident, const WriteNote &command, SeatId seat)
{
    constexpr qsizetype longest = 2000;
    const QString text = command.text.trimmed();
    if (text.isEmpty() || text.size() > longest)
        return failure(Error::Kind::Malformed, u"note empty or too long"_s);
    return Outcome{{NoteWritten{incident.id, text, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const Classify &command, SeatId seat)
{
    constexpr qsizetype longest = 60;
    if (command.category.size() > longest)
        return failure(Error::Kind::Malformed, u"category too long"_s);
    const auto &known = incident.classified;
    if (known && known->category == command.category && known->priority == command.priority)
        return Outcome{};
    return Outcome{{Classified{incident.id, command.category, command.priority, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const PromoteFix &command, SeatId seat)
{
    if (!std::ranges::contains(incident.fixes, command.source, &Fix::source))
        return failure(Error::Kind::NotFound, u"this source has said nothing"_s);
    if (incident.promoted == command.source)
        return Outcome{};
    return Outcome{{FixPromoted{incident.id, command.source, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const PlaceCaller &command, SeatId)
{
    const QDateTime now = m_clock.now();
    const Fix fix{.latitude = command.latitude,
                  .longitude = command.longitude,
                  .radius = command.radius,
                  .source = Fix::Source::Typed,
                  .at = now};
    if (!fix.isValid())
        return failure(Error::Kind::Malformed, u"no place on earth"_s);
    return Outcome{{CallerLocated{incident.id, fix, now}}, {}};
}

// A seat falls silent so seldom that a look at every open incident costs nothing.
Outcome IncidentBook::took(const SeatFellSilent &input)
{
    Outcome outcome;
    for (const Incident &incident : m_incidents) {
        if (incident.seat == input.seat && incident.line == Incident::Line::Connected)
            outcome.events.emplace_back(ClaimReturned{incident.id, input.seat, m_clock.now()});
    }
    return outcome;
}

} // namespace knock::dispatch
