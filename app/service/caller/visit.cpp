// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/visit.h"

#include "app/service/caller/still.h"

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
// Enough for a hint that is seen as long as it is true.
constexpr double typingPerSecond = 0.5;
constexpr auto stillEvery = 100ms;
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

Visit::Visit(VisitId id, IncidentId incident, LinkKind link, const Clock &clock)
    : m_id(id)
    , m_incident(incident)
    , m_link(link)
    , m_clock(clock)
    , m_messages(messagesAtOnce, messagesPerSecond)
    , m_offers(offersAtOnce, offersPerSecond)
    , m_typing(1, typingPerSecond)
{
}

Visit::Outcome Visit::take(const QByteArray &text)
{
    if (!m_messages.take(m_clock.now()))
        return {.complaint = u"too many messages"_s, .end = true};
    const Result<FromPage> message = readFromPage(text);
    if (!message)
        return {.complaint = message.error().detail, .end = true};
    if (!m_opened && !std::holds_alternative<Open>(*message))
        return fault(u"a message before a person touched it"_s);
    return std::visit([this](const auto &kind) { return took(kind); }, *message);
}

Visit::Outcome Visit::takeStill(const QByteArray &bytes)
{
    const QDateTime now = m_clock.now();
    if (!m_messages.take(now))
        return {.complaint = u"too many messages"_s, .end = true};
    if (!m_opened)
        return fault(u"a still before a person touched it"_s);
    Outcome outcome;
    if (isStill(bytes))
        outcome.isStill = true;
    else
        outcome = fault(u"a still that is no JPEG picture of a fair size"_s);
    // However fast the network is, the page is not asked for more pictures than are passed on.
    const auto wait = m_nextStill.isValid() ? m_nextStill - now : 0ms;
    outcome.next = std::clamp<std::chrono::milliseconds>(wait, 0ms, stillEvery);
    m_nextStill = now.addDuration(*outcome.next + stillEvery);
    return outcome;
}

Visit::Outcome Visit::took(const Open &open)
{
    if (std::exchange(m_opened, true))
        return {};
    return {.input = dispatch::Opened{m_incident, m_id, open.language}};
}

Visit::Outcome Visit::took(const PermissionRead &read)
{
    return {.input = dispatch::PermissionSaid{m_incident, read.permission, read.decision}};
}

Visit::Outcome Visit::took(const FixRead &read)
{
    Fix fix = read.fix;
    const QDateTime now = m_clock.now();
    if (fix.at.isValid() && std::chrono::abs(now - fix.at) > clockTolerance)
        fix.at = now;
    if (!fix.isValid())
        return fault(u"a location reading that no map can show"_s);
    return {.input = dispatch::Located{m_incident, fix}};
}

Visit::Outcome Visit::took(const Say &say)
{
    if (say.text.size() > Message::longest)
        return {.reply = tooLongText(say.id)};
    return {.input = dispatch::Said{m_incident, say.id, say.text, say.phrase}};
}

Visit::Outcome Visit::took(const SeenLine &seen) { return {.input = dispatch::Seen{m_incident, seen.id, seen.read}}; }

Visit::Outcome Visit::took(const Typing &) { return {.isTyping = m_typing.take(m_clock.now())}; }

Visit::Outcome Visit::took(const Face &shown) { return {.input = dispatch::FaceShown{m_incident, shown.face}}; }

Visit::Outcome Visit::took(const Offer &offer)
{
    if (!m_offers.take(m_clock.now()))
        return fault(u"camera offers too soon one after the other"_s);
    return {.input = dispatch::CameraOffered{m_incident, m_id, offer.sdp}};
}

Visit::Outcome Visit::took(const CameraOff &) { return {.input = dispatch::CameraWithdrawn{m_incident, m_id}}; }

Visit::Outcome Visit::took(const Flee &)
{
    m_fled = true;
    return {.end = true};
}

Visit::Outcome Visit::took(const Ping &ping) { return {.reply = pongText(m_clock.now()), .ahead = ping.ahead}; }

Visit::Outcome Visit::fault(const QString &complaint)
{
    return {.complaint = complaint, .end = ++m_faults >= faultsAllowed};
}

} // namespace knock::caller
