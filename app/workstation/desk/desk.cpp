// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"

namespace knock::desk {

Desk::Desk(backend::Backend &backend)
    : m_backend(backend)
{
    connect(&backend, &backend::Backend::event, this, &Desk::take);
    connect(&backend, &backend::Backend::health, this, &Desk::healthChanged);
    connect(&backend, &backend::Backend::caughtUp, this, &Desk::caughtUp);
}

const Incident *Desk::find(IncidentId incident) const
{
    const auto it = m_incidents.find(incident);
    return it == m_incidents.end() ? nullptr : &it->second;
}

void Desk::select(IncidentId incident)
{
    if (incident == m_selected || (incident.isValid() && !find(incident)))
        return;
    m_selected = incident;
    Q_EMIT selectionChanged(incident);
}

void Desk::take(const Event &event)
{
    if (const auto *refusal = std::get_if<Refused>(&event)) {
        if (refusal->seat == seat())
            Q_EMIT refused(*refusal);
        return;
    }
    const IncidentId incident = incidentOf(event);
    apply(m_incidents[incident], event);
    Q_EMIT changed(incident, event);
}

} // namespace knock::desk
