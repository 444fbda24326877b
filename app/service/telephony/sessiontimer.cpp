// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sessiontimer.h"

#include "app/service/telephony/sip/rawhead.h"

#include <algorithm>

namespace knock::telephony {

namespace {

using std::chrono::seconds;

constexpr seconds usual{1800}; // RFC 4028, 4
constexpr seconds longest{86'400};
constexpr seconds longestMargin{32};

struct Wish {
    seconds time{};
    QByteArrayView refresher;
};

std::optional<Wish> wishIn(const sip_msg &request)
{
    const sip_hdr *header = sip_msg_hdr(&request, SIP_HDR_SESSION_EXPIRES);
    if (header == nullptr) {
        return std::nullopt;
    }
    const QByteArrayView value = view(header->val);
    const qsizetype end = value.indexOf(';');
    bool isNumber = false;
    const uint count = value.first(end < 0 ? value.size() : end).trimmed().toUInt(&isNumber);
    if (!isNumber) {
        return std::nullopt;
    }
    return Wish{.time = std::min(seconds(count), longest), .refresher = parameterIn(value, "refresher")};
}

seconds leastIn(const sip_msg &request)
{
    const sip_hdr *header = sip_msg_hdr(&request, SIP_HDR_MIN_SE);
    return header == nullptr ? seconds(0) : std::min(seconds(pl_u32(&header->val)), longest);
}

} // namespace

SessionTimer::SessionTimer(seconds shortest)
    : m_shortest(shortest)
{
}

std::optional<Refusal> SessionTimer::take(const sip_msg &request)
{
    const bool isKnown = sip_msg_hdr_has_value(&request, SIP_HDR_SUPPORTED, "timer")
        || sip_msg_hdr_has_value(&request, SIP_HDR_REQUIRE, "timer");
    const std::optional<Wish> wish = wishIn(request);
    if (!isKnown) {
        // Whoever put a wish into the request on its way must do without.
        m_refresher = Refresher::Nobody;
        return std::nullopt;
    }
    if (wish && wish->time < m_shortest) {
        return Refusal{.code = 422,
                       .reason = "Session Interval Too Small",
                       .headers = "Min-SE: " + QByteArray::number(m_shortest.count()) + "\r\n"};
    }
    m_time = wish ? wish->time : std::max(usual, leastIn(request));
    const bool isOurs = wish && wish->refresher.compare("uas", Qt::CaseInsensitive) == 0;
    m_refresher = isOurs ? Refresher::We : Refresher::Caller;
    return std::nullopt;
}

QByteArray SessionTimer::headers() const
{
    if (m_refresher == Refresher::Nobody) {
        return {};
    }
    const QByteArray expires = "Session-Expires: " + QByteArray::number(m_time.count());
    return m_refresher == Refresher::We ? expires + ";refresher=uas\r\n"
                                        : expires + ";refresher=uac\r\nRequire: timer\r\n";
}

void SessionTimer::restart(Milliseconds now) { m_refreshed = now; }

// A little before the time, as RFC 4028, 10 says, for the other side counts from another moment.
bool SessionTimer::isOver(Milliseconds now) const
{
    const Milliseconds margin = std::min<Milliseconds>(longestMargin, Milliseconds(m_time) / 3);
    return m_refresher == Refresher::Caller && m_refreshed && now - *m_refreshed >= m_time - margin;
}

bool SessionTimer::isOurTurn(Milliseconds now)
{
    if (m_refresher != Refresher::We || !m_refreshed || now - *m_refreshed < Milliseconds(m_time) / 2) {
        return false;
    }
    m_refreshed = now;
    return true;
}

} // namespace knock::telephony
