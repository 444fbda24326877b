// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/visit.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::caller {

namespace {

// A page that was cut off for a while sends what it has kept at once, hence the room above the steady rate.
constexpr double messagesAtOnce = 40;
constexpr double messagesPerSecond = 20;
// Each offer makes the service set up a reception.
constexpr double offersAtOnce = 6;
constexpr double offersPerSecond = 0.5;
constexpr int faultsAllowed = 10;
constexpr auto clockTolerance = 1h;

} // namespace

Allowance::Allowance(double most, double perSecond)
    : m_most(most)
    , m_perSecond(perSecond)
    , m_left(most)
{
}

bool Allowance::take(const QDateTime &now)
{
    // A clock that was set back gives nothing, and the count goes on from there.
    const double seconds = m_at.isValid() ? static_cast<double>(std::max<qint64>(0, m_at.msecsTo(now))) / 1000 : 0;
    m_at = now;
    m_left = std::min(m_most, m_left + seconds * m_perSecond);
    if (m_left < 1)
        return false;
    m_left -= 1;
    return true;
}

Visit::Visit(VisitId id, IncidentId incident, const Clock &clock)
    : m_id(id)
    , m_incident(incident)
    , m_clock(clock)
    , m_messages(messagesAtOnce, messagesPerSecond)
    , m_offers(offersAtOnce, offersPerSecond)
{
}

Visit::Outcome Visit::take(const QByteArray &text)
{
    if (!m_messages.take(m_clock.now()))
        return {{}, {}, u"too many messages"_s, true};
    const Result<FromPage> message = readFromPage(text);
    if (!message)
        return {{}, {}, message.error().detail, true};
    if (!m_opened && !std::holds_alternative<Open>(*message))
        return fault(u"a message before a person touched it"_s);
    return std::visit([this](const auto &kind) { return took(kind); }, *message);
}

Visit::Outcome Visit::took(const Open &)
{
    if (std::exchange(m_opened, true))
        return {};
    return {dispatch::Opened{m_incident, m_id}, {}, {}, false};
}

Visit::Outcome Visit::took(const FixRead &read)
{
    Fix fix = read.fix;
    const QDateTime now = m_clock.now();
    if (fix.at.isValid() && std::chrono::abs(now - fix.at) > clockTolerance)
        fix.at = now;
    if (!fix.isValid())
        return fault(u"a location reading that no map can show"_s);
    return {dispatch::Located{m_incident, fix}, {}, {}, false};
}

Visit::Outcome Visit::took(const Say &say)
{
    if (say.text.size() > Message::longest)
        return {{}, tooLongText(say.id), {}, false};
    return {dispatch::Said{m_incident, say.id, say.text}, {}, {}, false};
}

Visit::Outcome Visit::took(const Offer &offer)
{
    if (!m_offers.take(m_clock.now()))
        return fault(u"camera offers too soon one after the other"_s);
    return {dispatch::CameraOffered{m_incident, m_id, offer.sdp}, {}, {}, false};
}

Visit::Outcome Visit::took(const CameraOff &) { return {dispatch::CameraWithdrawn{m_incident, m_id}, {}, {}, false}; }

Visit::Outcome Visit::took(const Ping &) { return {{}, pongText(), {}, false}; }

Visit::Outcome Visit::fault(const QString &complaint) { return {{}, {}, complaint, ++m_faults >= faultsAllowed}; }

} // namespace knock::caller
