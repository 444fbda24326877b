// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/telephony/sip/alarm.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/sip/trunk.h"

namespace knock::telephony {

/// A caller being passed on: a REFER in the call, and what the caller's side then tells of it (RFC 3515; RFC 5589, 6).
/// Lives on libre's thread.
class Transfer final
{
public:
    /// Called when it is known what came of it, and may destroy this. A transfer that was told as failed may still be
    /// told as done: the other number took the caller after all.
    using Ended = std::function<void(const Result<> &)>;

    Transfer(sip &stack, sip_dialog &dialog, const Trunk &trunk, std::chrono::milliseconds patience, Ended ended);
    ~Transfer();
    Q_DISABLE_COPY_MOVE(Transfer)

    /// Asks the caller's side to call \a target. \a isTrunk: this call came about by the trunk, which may challenge us.
    [[nodiscard]] bool begin(const QByteArray &target, bool isTrunk);
    /// Whether \a notify belongs to it; if so it was answered.
    [[nodiscard]] bool take(const sip_msg &notify);

private:
    [[nodiscard]] int send();
    void answered(int error, const sip_msg *answer);
    void waitForWord();
    void end(const Result<> &result);

    sip &m_stack;
    const Held<sip_dialog> m_dialog;
    const Trunk &m_trunk;
    const std::chrono::milliseconds m_patience;
    const Ended m_ended;
    Held<sip_auth> m_auth;
    QByteArray m_target;
    bool m_mayAuthenticate = false;
    struct sip_request *m_request = nullptr; ///< libre clears it when the request is over
    QByteArray m_event; ///< the id of its subscription
    bool m_isOver = false;
    Alarm m_silence;
};

} // namespace knock::telephony
