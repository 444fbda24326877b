// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"

using namespace Qt::StringLiterals;

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
    connect(&backend, &backend::Backend::lost, this, [this](const QDateTime &since) {
        m_lostSince = m_lostSince.value_or(since);
        m_toldAgain.reset();
        Q_EMIT lost();
    });
    connect(&backend, &backend::Backend::startingOver, this, [this] { m_toldAgain.emplace(); });
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
    if (!m_lostSince) {
        m_backend.send(command);
        return;
    }
    const auto refuse = [this](const auto &wish) {
        const Error why{Error::Kind::Unreachable, u"the service is out of reach"_s};
        Q_EMIT refused({wish.incident, seat(), wish.name, why, {}});
    };
    std::visit(refuse, command);
}

void Desk::stay(const QDateTime &now)
{
    constexpr std::chrono::seconds pause{10};
    if (m_stayed.isValid() && now < m_stayed.addDuration(pause))
        return;
    m_stayed = now;
    m_backend.beat();
}

void Desk::take(const Event &event)
{
    if (const auto *refusal = std::get_if<Refused>(&event)) {
        if (refusal->seat == seat() && !m_toldAgain)
            Q_EMIT refused(*refusal);
        return;
    }
    const IncidentId incident = incidentOf(event);
    if (isToldAgain(incident))
        return;
    // A page may be left, or a recording be whole, after its incident was closed and forgotten.
    if (find(incident) || std::holds_alternative<CallArrived>(event))
        follow(event);
}

void Desk::follow(const Event &event)
{
    const IncidentId incident = incidentOf(event);
    ++m_told[incident];
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

bool Desk::isToldAgain(IncidentId incident)
{
    return m_toldAgain && ++(*m_toldAgain)[incident] <= m_told.value(incident);
}

/// A workstation that starts again in the middle of a call goes on with it; one that was only out of reach leaves in
/// hand what is.
void Desk::resume()
{
    m_lostSince.reset();
    if (m_toldAgain)
        closeUntold();
    m_toldAgain.reset();
    const bool isFree = !m_selected.isValid();
    for (const auto &[id, incident] : m_incidents) {
        if (isFree && isMine(incident) && incident.line == Incident::Line::Connected)
            select(id);
    }
    Q_EMIT caughtUp();
}

/// What is open was told again. The others were closed meanwhile; by whom and why is not known here.
void Desk::closeUntold()
{
    std::vector<IncidentId> untold;
    for (const auto &[id, incident] : m_incidents) {
        if (incident.isOpen() && !m_toldAgain->contains(id))
            untold.push_back(id);
    }
    for (const IncidentId incident : untold)
        follow(IncidentClosed{incident, CloseReason::Other, {}, {}, {}});
}

void Desk::forgetIfClosed(IncidentId incident)
{
    const Incident *known = find(incident);
    if (!known || known->isOpen())
        return;
    m_incidents.erase(incident);
    m_told.remove(incident);
}

} // namespace knock::desk
