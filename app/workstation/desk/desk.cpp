// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/desk.h"

#include <algorithm>

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
    connect(&backend, &backend::Backend::camera, this, [this](const CameraHealth &health) {
        if (find(health.incident))
            Q_EMIT pictured(health);
    });
    connect(&backend, &backend::Backend::viewers, this, [this](IncidentId incident, int seats) {
        if (!find(incident))
            return;
        m_viewers.insert(incident, seats);
        Q_EMIT viewersChanged(incident);
    });
    connect(&backend, &backend::Backend::typing, this, &Desk::typing);
    connect(&backend, &backend::Backend::earlier, this, &Desk::takeEarlier);
    connect(&backend, &backend::Backend::piece, this, &Desk::pieceCame);
    connect(&backend, &backend::Backend::lost, this, [this](const QDateTime &since) {
        m_lostSince = m_lostSince.value_or(since);
        m_toldAgain.reset();
        m_wanted = {};
        m_viewers.clear();
        Q_EMIT lost();
    });
    connect(&backend, &backend::Backend::startingOver, this, [this] {
        m_toldAgain.emplace();
        m_reopened.clear();
    });
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
    if (incident.isValid() && !find(incident))
        return;
    // Whoever takes something else in hand does not wait for what they looked up before.
    m_wanted = {};
    m_lookedUpFrom.reset();
    turnTo(incident);
}

void Desk::turnTo(IncidentId incident)
{
    if (incident == m_selected)
        return;
    const IncidentId before = std::exchange(m_selected, incident);
    Q_EMIT selectionChanged(incident);
    forgetIfClosed(before);
}

void Desk::lookUp(IncidentId incident)
{
    if (!incident.isValid())
        return;
    if (find(incident)) {
        showLookedUp(incident);
        return;
    }
    m_wanted = m_lostSince ? IncidentId() : incident;
    send(LookUp{incident});
}

void Desk::showLookedUp(IncidentId incident)
{
    m_wanted = {};
    if (incident == m_selected)
        return;
    m_lookedUpFrom = m_lookedUpFrom.value_or(m_selected);
    turnTo(incident);
}

const Incident *Desk::pastOf() const
{
    for (const IncidentId incident : {lookedUpFrom(), m_selected}) {
        if (const Incident *known = find(incident))
            return known;
    }
    return find(longestWaiting());
}

IncidentId Desk::earlierCall() const
{
    const Incident *of = pastOf();
    if (!of || !of->earlier || of->earlier->calls.empty())
        return {};
    const std::vector<EarlierCall> &calls = of->earlier->calls;
    const auto now = std::ranges::find(calls, m_selected, &EarlierCall::incident);
    return now == calls.end() || now + 1 == calls.end() ? calls.front().incident : (now + 1)->incident;
}

bool Desk::leaveLookedUp()
{
    if (!m_lookedUpFrom)
        return false;
    // What was in hand may have been closed meanwhile, and is forgotten then.
    select(find(*m_lookedUpFrom) ? *m_lookedUpFrom : IncidentId());
    return true;
}

void Desk::send(const Command &command)
{
    const IncidentId incident = std::visit([](const auto &wish) { return wish.incident; }, command);
    if (incident == m_selected)
        m_lookedUpFrom.reset();
    Q_EMIT sent(command);
    give(command);
}

void Desk::read(const ReadFile &part) { give(part); }

void Desk::give(const Command &command)
{
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
    // What was too much at once, or was cut off, is asked for again.
    for (const IncidentId incident : m_reopened) {
        if (!m_lostSince)
            m_backend.send(LookUp{incident});
    }
}

void Desk::take(const Event &event)
{
    if (const auto *refusal = std::get_if<Refused>(&event)) {
        takeRefusal(*refusal);
        return;
    }
    const IncidentId incident = incidentOf(event);
    if (isToldAgain(incident))
        return;
    const bool isReopened = std::holds_alternative<IncidentReopened>(event);
    // Before the event: what it was is asked.
    if (isReopened && !isWhole(incident)) {
        m_reopened.insert(incident);
        m_backend.send(LookUp{incident});
    }
    // A page may be left, or a recording be whole, after its incident was closed and forgotten.
    if (find(incident) || std::holds_alternative<CallArrived>(event))
        follow(event);
    else if (const auto *failed = std::get_if<OrderFailed>(&event))
        Q_EMIT failedAfterwards(*failed);
}

/// What another seat has opened again meanwhile will be told all the same: stay() asks for it again, and nobody has to.
void Desk::takeRefusal(const Refused &refusal)
{
    if (refusal.seat != seat() || m_toldAgain)
        return;
    if (refusal.asked == LookUp::name) {
        if (refusal.why.kind == Error::Kind::Full && m_reopened.contains(refusal.incident))
            return;
        m_reopened.erase(refusal.incident);
        if (refusal.incident == m_wanted)
            m_wanted = {};
    }
    Q_EMIT refused(refusal);
}

/// False for what is not known, and for what was closed while the service was out of reach: something may be missing.
bool Desk::isWhole(IncidentId incident) const
{
    const Incident *known = find(incident);
    return known && (known->isOpen() || known->closed->seat.isValid());
}

void Desk::follow(const Event &event)
{
    const IncidentId incident = incidentOf(event);
    ++m_told[incident];
    Incident &known = m_incidents[incident];
    apply(known, event);
    sortIn(known);
    Q_EMIT changed(incident, event);

    const auto *answer = std::get_if<CallAnswered>(&event);
    if (answer && answer->seat == seat())
        select(incident);
    // While all is told anew it may be opened again by what follows.
    if (incident != m_selected && !m_toldAgain)
        forgetIfClosed(incident);
}

void Desk::sortIn(const Incident &incident)
{
    if (incident.isOpen() && incident.line == Incident::Line::Ringing)
        m_ringing.insert(incident.id);
    else
        m_ringing.erase(incident.id);
}

/// All that was told of the incident until now; what follows is told as ever. So it replaces what is known of it, and
/// is taken at once: nobody is to be alarmed by a knock of yesterday.
void Desk::takeEarlier(IncidentId incident, const std::vector<Event> &events)
{
    Incident told;
    quint64 count = 0;
    const Event *news = nullptr;
    for (const Event &event : events) {
        if (std::holds_alternative<Refused>(event))
            continue;
        apply(told, event);
        ++count;
        if (!news || !std::holds_alternative<IncidentReopened>(*news)
            || std::holds_alternative<IncidentReopened>(event))
            news = &event;
    }
    const bool isWanted = incident == m_wanted;
    const bool isInHand = incident == m_selected;
    const bool isReopened = m_reopened.erase(incident) > 0;
    if (told.id != incident || !(told.isOpen() || isWanted || isInHand))
        return;
    m_incidents.insert_or_assign(incident, told);
    m_told.insert(incident, count);
    sortIn(told);
    if (told.isOpen())
        Q_EMIT changed(incident, *news);
    if (isInHand)
        Q_EMIT selectionChanged(incident); // all of it may be new
    // What is open again is a call like any other, not one to look at and to put away.
    if (isWanted && isReopened && told.isOpen())
        select(incident);
    else if (isWanted)
        showLookedUp(incident);
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
    forgetClosed();
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

void Desk::forgetClosed()
{
    std::vector<IncidentId> closed;
    for (const auto &[id, incident] : m_incidents) {
        if (!incident.isOpen() && id != m_selected)
            closed.push_back(id);
    }
    for (const IncidentId incident : closed)
        forgetIfClosed(incident);
}

void Desk::forgetIfClosed(IncidentId incident)
{
    const Incident *known = find(incident);
    if (!known || known->isOpen())
        return;
    m_incidents.erase(incident);
    m_told.remove(incident);
    m_viewers.remove(incident);
}

} // namespace knock::desk
