// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/configuration.h"
#include "app/service/telephony/sip/alarm.h"
#include "app/service/telephony/sip/guard.h"
#include "app/service/telephony/sip/libre.h"

#include <optional>

namespace knock::telephony {

/// A call that only tries whether calls get through (RFC 6881, 15): answered at once, sends the first three packets
/// of its sound back, and ends. Lives on libre's thread.
class TestCall final
{
public:
    /// \a over is called when it has ended, and may destroy this.
    TestCall(const Configuration &configuration, std::function<void()> over);
    Q_DISABLE_COPY_MOVE(TestCall)

    /// Answers, or says with what to refuse.
    [[nodiscard]] std::optional<Refusal> answer(sipsess_sock *sessions, const sip_msg &invite);

private:
    [[nodiscard]] bool openSound(const sa &local);
    [[nodiscard]] bool agree(QByteArrayView description, bool isOffer);
    void wait();
    void end();
    void echo(const sa &source, const rtp_header &header, QByteArrayView payload);

    const Configuration &m_configuration;
    const std::function<void()> m_over;
    Held<struct rtp_sock> m_rtp;
    Held<sdp_session> m_sound;
    sdp_media *m_audio = nullptr; ///< belongs to the session
    Held<sipsess> m_session;
    bool m_isEstablished = false;
    int m_echoed = 0;
    Alarm m_silence;
};

} // namespace knock::telephony
