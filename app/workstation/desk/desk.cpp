// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"

namespace knock::desk {

Desk::Desk(backend::Backend &backend)
    : m_backend(backend)
{
    connect(&backend, &backend::Backend::event, this, &Desk::take);
    connect(&backend, &backend::Backend::health, this, &Desk::healthChanged);
    connect(&backend, &backend::Backend::sound, this, [this](const LineSound &sound) {
        if (find(sound.incident))
            Q_EMIT sounded(sound);
    });
    connect(&backend, &backend::Backend::typing, this, &Desk::typing);
    connect(&backend, &backend::Backend::caughtUp, this, &Desk::resume);
}

const Incident *Desk::find(IncidentId incident) const
{
    const auto it = m_incidents.find(incident);
    return it == m_incidents.end() ? nullptr : &it->second;
}

bool Desk::isMine(const Incident &incident) const { return incident.seat.isValid() && incident.seat == seat(); }

void Desk::select(IncidentId incident)
{
    if (incident == m_selected || (incident.isValid() && !find(incident)))
        return;
    const IncidentId before = std::exchange(m_selected, incident);
    Q_EMIT selectionChanged(incident);
    forgetIfClosed(before);
}

void Desk::send(const Command &command)
{
    Q_EMIT sent(command);
    m_backend.send(command);
}

void Desk::take(const Event &event)
{
    if (const auto *refusal = std::get_if<Refused>(&event)) {
        if (refusal->seat == seat())
            Q_EMIT refused(*refusal);
        return;
    }
    const IncidentId incident = incidentOf(event);
    // A page may be left, or a recording be whole, after its incident was closed and forgotten.
    if (!find(incident) && !std::holds_alternative<CallArrived>(event))
        return;

    Incident &known = m_incidents[incident];
    apply(known, event);
    if (known.isOpen() && known.line == Incident::Line::Ringing)
        m_ringing.insert(incident);
    else
        m_ringing.erase(incident);
    Q_EMIT changed(incident, event);

    const auto *answer = std::get_if<CallAnswered>(&event);
    if (answer && answer->seat == seat())
        select(incident);
    if (incident != m_selected)
        forgetIfClosed(incident);
}

/// A workstation that starts again in the middle of a call goes on with it.
void Desk::resume()
{
    for (const auto &[id, incident] : m_incidents) {
        if (isMine(incident) && incident.line == Incident::Line::Connected)
            select(id);
    }
    Q_EMIT caughtUp();
}

void Desk::forgetIfClosed(IncidentId incident)
{
    const Incident *known = find(incident);
    if (!known || known->isOpen())
        return;
    m_incidents.erase(incident);
}

} // namespace knock::desk
