// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/alarms.h"

#include <algorithm>

namespace knock::desk {

namespace {

using Kind = Alarms::Kind;

std::optional<Kind> kindOf(const Incident &incident)
{
    if (!incident.isOpen())
        return std::nullopt;
    if (incident.isLostAfterKnock())
        return Kind::Lost;
    if (incident.hasAlert())
        return Kind::Knock;
    // A call that a silent position gave back is held, and nobody's.
    if (incident.line == Incident::Line::Ringing || (incident.held && !incident.seat.isValid()))
        return Kind::Call;
    return std::nullopt;
}

QDateTime sinceOf(const Incident &incident, Kind kind, const Event *event)
{
    if (const auto *ended = event ? std::get_if<LineEnded>(event) : nullptr)
        return ended->at;
    if (const auto *returned = event ? std::get_if<ClaimReturned>(event) : nullptr)
        return returned->at;
    return kind == Kind::Knock ? incident.heard->at : incident.arrived;
}

/// Whoever does this for a caller whose line was lost has heard of it.
bool isHelp(const Event *event)
{
    return event
        && (std::holds_alternative<SilentCallConfirmed>(*event) || std::holds_alternative<CodedTalkMarked>(*event)
            || std::holds_alternative<UnitOrdered>(*event) || std::holds_alternative<InviteSent>(*event)
            || std::holds_alternative<IncidentReopened>(*event));
}

} // namespace

Alarms::Alarms(Desk &desk, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
{
    connect(&desk, &Desk::changed, this, [this](IncidentId incident, const Event &event) {
        take(incident, &event);
        refresh();
    });
    // Whose call is whose is known only now.
    connect(&desk, &Desk::caughtUp, this, [this] {
        m_isCaughtUp = true;
        for (const auto &[id, incident] : m_desk.incidents())
            take(id, nullptr);
        refresh();
    });
}

void Alarms::acknowledge(IncidentId incident)
{
    quieten(incident, Share::Never);
    refresh();
}

void Alarms::silence()
{
    for (const auto &[id, cause] : m_causes) {
        if (cause.share == Share::Now || (cause.share == Share::Late && isLate(cause.since)))
            quieten(id, isLate(cause.since) ? Share::Never : Share::Late);
    }
    refresh();
}

void Alarms::refresh()
{
    const std::optional<Alarm> now = m_isCaughtUp ? mostPressing() : std::nullopt;
    if (now == m_now)
        return;
    m_now = now;
    Q_EMIT changed();
}

void Alarms::take(IncidentId incident, const Event *event)
{
    const Incident *known = m_desk.find(incident);
    if (!known)
        return;
    const bool onTheLine = known->isOpen() && known->line == Incident::Line::Connected && !known->held;
    if (onTheLine && m_desk.isMine(*known))
        m_onTheLine.insert(incident);
    else
        m_onTheLine.erase(incident);

    const std::optional<Kind> kind = kindOf(*known);
    if (!kind) {
        put(incident, std::nullopt);
        return;
    }
    const auto old = m_causes.find(incident);
    Cause cause{*kind, {}, shareOf(*known, *kind), false};
    if (old != m_causes.end() && old->second.kind == *kind) {
        cause.since = old->second.since;
        cause.quietened = old->second.quietened;
        if (cause.quietened)
            cause.share = old->second.share;
    } else {
        cause.since = sinceOf(*known, *kind, event);
    }
    put(incident, cause);
    if (*kind == Kind::Lost && isHelp(event))
        quieten(incident, Share::Never);
}

void Alarms::put(IncidentId incident, const std::optional<Cause> &cause)
{
    const auto placeOf = [this](const Cause &of) -> Waiting * {
        return of.share == Share::Never
            ? nullptr
            : &m_waiting.at(static_cast<size_t>(of.kind)).at(of.share == Share::Late ? 1 : 0);
    };
    if (const auto old = m_causes.find(incident); old != m_causes.end()) {
        if (Waiting *place = placeOf(old->second))
            place->erase({old->second.since, incident});
        if (!cause)
            m_causes.erase(old);
    }
    if (!cause)
        return;
    m_causes.insert_or_assign(incident, *cause);
    if (Waiting *place = placeOf(*cause))
        place->insert({cause->since, incident});
}

void Alarms::quieten(IncidentId incident, Share share)
{
    const auto found = m_causes.find(incident);
    if (found == m_causes.end())
        return;
    Cause cause = found->second;
    cause.share = share;
    cause.quietened = true;
    put(incident, cause);
}

Alarms::Share Alarms::shareOf(const Incident &incident, Kind kind) const
{
    if (!incident.seat.isValid() || m_desk.isMine(incident))
        return Share::Now;
    return kind == Kind::Knock ? Share::Late : Share::Never;
}

std::optional<Alarms::Alarm> Alarms::mostPressing() const
{
    const QDateTime now = m_clock.now();
    for (const Kind kind : {Kind::Knock, Kind::Lost, Kind::Call}) {
        const auto &[heard, late] = m_waiting.at(static_cast<size_t>(kind));
        const bool isOverdue = !late.empty() && isLate(late.begin()->first);
        if (heard.empty() && !isOverdue)
            continue;
        const auto passed = [&](std::chrono::seconds step) { return heard.begin()->first.addDuration(step) <= now; };
        const size_t step = isOverdue ? steps.size() : static_cast<size_t>(std::ranges::count_if(steps, passed));
        return Alarm{kind, step, !m_onTheLine.empty()};
    }
    return std::nullopt;
}

} // namespace knock::desk
