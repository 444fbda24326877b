// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/guard.h"

#include <chrono>

namespace knock::telephony {

/// Who shall say how often that a call still stands, and when it does not (RFC 4028). Called's side.
///
/// Only with a caller that knows of it, and it is the caller who says so unless it asks for the opposite.
class SessionTimer
{
public:
    using Milliseconds = std::chrono::milliseconds;

    explicit SessionTimer(std::chrono::seconds shortest);

    /// By what an INVITE or UPDATE says, or why it is refused.
    [[nodiscard]] std::optional<Refusal> take(const sip_msg &request);
    /// Whole lines for the answer that accepts it.
    [[nodiscard]] QByteArray headers() const;
    /// The request was accepted, at this time of a clock that never goes back.
    void restart(Milliseconds now);
    /// The caller should have said something by now.
    [[nodiscard]] bool isOver(Milliseconds now) const;
    /// It is for us to refresh the session; true once in each half of its time.
    [[nodiscard]] bool isOurTurn(Milliseconds now);

private:
    enum class Refresher { Nobody, Caller, We };

    const std::chrono::seconds m_shortest;
    std::chrono::seconds m_time{};
    Refresher m_refresher = Refresher::Nobody;
    std::optional<Milliseconds> m_refreshed;
};

} // namespace knock::telephony
