// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/press.h"
#include "app/service/telephony/configuration.h"
#include "app/service/telephony/sip/alarm.h"
#include "app/service/telephony/sip/libre.h"

#include <deque>
#include <optional>
#include <QByteArray>

namespace knock::telephony {

/// A caller of our own: calls an address and presses keys in all the ways there are. Lives on libre's thread.
class CanaryCall final
{
public:
    /// May destroy the call.
    struct Listener {
        std::function<void()> answered;
        std::function<void()> ended; ///< not by us
    };

    CanaryCall(const Configuration &configuration, Listener listener);
    Q_DISABLE_COPY_MOVE(CanaryCall)

    [[nodiscard]] bool begin(sipsess_sock *sessions, const QByteArray &target);
    /// One press of a digit. The one before must be over, which takes a fifth of a second.
    void press(Carrier carrier, char digit);

private:
    struct Packet {
        quint8 type = 0;
        bool marker = false;
        quint32 timestamp = 0;
        QByteArray payload;
    };

    [[nodiscard]] bool openSound();
    void sendNext();
    void queueTone(char digit);
    void queueEvent(char digit);

    static int described(const sip_msg *answer, void *call);
    static void established(const sip_msg *answer, void *call);
    static void closed(int error, const sip_msg *message, void *call);

    const Configuration &m_configuration;
    const Listener m_listener;
    Held<struct rtp_sock> m_rtp;
    Held<sdp_session> m_sound;
    sdp_media *m_audio = nullptr; ///< belongs to the session
    Held<sipsess> m_session;
    std::optional<sa> m_peer;
    std::deque<Packet> m_packets; ///< silence when there are none
    quint32 m_timestamp = 0;
    Alarm m_pace;
};

} // namespace knock::telephony
