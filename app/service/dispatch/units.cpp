// SPDX-License-Identifier: Apache-2.0
// Units on their way: their orders and their page. A part of IncidentBook.
#include "app/service/dispatch/incidentbook.h"

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

// ---- their orders

Granted IncidentBook::grant(const Incident &incident, const OrderUnit &command, SeatId seat)
{
    constexpr qsizetype longest = 100;
    const QString unit = command.unit.trimmed();
    if (unit.isEmpty() || command.unit.size() > longest)
        return failure(Error::Kind::Malformed, u"unit empty or too long"_s);
    const UnitOrdered ordered{incident.id, unit, seat, m_clock.now()};
    Outcome outcome{{ordered}, {}};
    if (m_rules.tellsCad) {
        auto told = std::make_shared<Incident>(incident);
        apply(*told, ordered);
        const quint64 number = told->orders.size();
        outcome.effects.emplace_back(TellCad{std::move(told), number});
    }
    return outcome;
}

// What becomes of an order is told of a closed incident too: nobody else would say that it failed.
Outcome IncidentBook::took(const CadTook &input)
{
    if (isSettled(input.incident, input.order))
        return {};
    return {{OrderTaken{input.incident, input.order, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const CadFailed &input)
{
    if (isSettled(input.incident, input.order))
        return {};
    return {{OrderFailed{input.incident, input.order, input.why.kind, m_clock.now()}}, {}};
}

bool IncidentBook::isSettled(IncidentId incident, quint64 order) const
{
    const auto it = m_incidents.constFind(incident);
    if (it == m_incidents.constEnd())
        return false;
    const auto &orders = it->orders;
    if (order < 1 || order > orders.size())
        return true;
    const Incident::Order &known = orders.at(size_t(order) - 1);
    return known.taken || known.failed;
}

// Nothing is dispatched twice by itself: a person passes them on.
std::vector<Event> IncidentBook::lostOrders(const Incident &incident) const
{
    std::vector<Event> lost;
    for (quint64 number = 1; m_rules.tellsCad && number <= incident.orders.size(); ++number) {
        if (!isSettled(incident.id, number))
            lost.emplace_back(OrderFailed{incident.id, number, Error::Kind::Expired, m_clock.now()});
    }
    return lost;
}

// ---- their page

// A new link ends the one before: the page knows one of each incident.
Granted IncidentBook::grant(const Incident &incident, const SharePack &, SeatId seat)
{
    if (m_rules.packBase.isEmpty())
        return failure(Error::Kind::Unreachable, u"no page for the units"_s);
    const QDateTime now = m_clock.now();
    const QString token = m_rules.makeToken();
    // What follows the sharp sign stays in the browser: it is in no log and in no request.
    const PackShared shared{incident.id, token, m_rules.packBase + u'#' + token,
                            seat,        now,   now.addDuration(m_rules.packLifetime)};
    auto shown = std::make_shared<Incident>(incident);
    apply(*shown, shared);
    return Outcome{{shared}, {AdmitPack{std::move(shown), token, shared.expires}}};
}

Granted IncidentBook::grant(const Incident &incident, const EndPack &, SeatId seat)
{
    const QDateTime now = m_clock.now();
    if (!incident.pack || incident.pack->expires <= now)
        return failure(Error::Kind::Expired, u"no page for the units"_s);
    return Outcome{{PackEnded{incident.id, seat, now}}, {}};
}

Outcome IncidentBook::took(const PackFetched &input)
{
    const Incident *incident = findOpen(input.incident, "the page for the units");
    if (!incident || !incident->pack || incident->packOpened)
        return {};
    return {{PackOpened{incident->id, m_clock.now()}}, {}};
}

std::optional<AdmitPack> IncidentBook::stillShown(const Incident &incident) const
{
    if (m_rules.packBase.isEmpty() || !incident.pack || incident.pack->expires <= m_clock.now())
        return std::nullopt;
    return AdmitPack{std::make_shared<Incident>(incident), incident.pack->token, incident.pack->expires};
}

} // namespace knock::dispatch
