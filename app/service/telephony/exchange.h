// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/logging.h"
#include "app/core/tally.h"
#include "app/service/telephony/canary.h"
#include "app/service/telephony/line.h"
#include "app/service/telephony/registration.h"
#include "app/service/telephony/sip/callsources.h"
#include "app/service/telephony/sip/guard.h"
#include "app/service/telephony/sip/libre.h"
#include "app/service/telephony/sip/sieve.h"
#include "app/service/telephony/stack.h"
#include "app/service/telephony/testcalls.h"

#include <map>

namespace knock::telephony {

/// Every line there is, and what listens for new ones. Lives on libre's thread.
class Exchange final : private Line::Keeper
{
public:
    Exchange(const Configuration &configuration, const Recordings &recordings, const Stack::Listener &tell);
    ~Exchange() override;
    Q_DISABLE_COPY_MOVE(Exchange)

    /// Binds UDP and TCP; gives the port of both. TLS, too, if it is wanted and can be.
    [[nodiscard]] Result<quint16> open();
    /// 0 without TLS.
    [[nodiscard]] quint16 tlsPort() const { return m_tlsPort; }
    void perform(const Order &order);
    /// See Telephony, all three.
    void stopTaking();
    void hangUp();
    void reloadCertificate();
    /// Releases every line, and ends the loop when the callers have confirmed it or do not within a moment.
    void close();

private:
    void heard(const dispatch::Input &input) override;
    void sounded(LineId line, const LineSound &sound) override { m_tell.sound(line, sound); }
    void taped(LineId line, const LineTape &piece) override { m_tell.taped(line, piece); }
    void gone(LineId line, LineEnd how) override;

    [[nodiscard]] Result<quint16> bind(quint16 port);
    [[nodiscard]] Result<quint16> bindTls();
    [[nodiscard]] int listen();
    void turnAway(const sip_msg &request);
    [[nodiscard]] bool hasRoomFor(const sa &source);
    [[nodiscard]] Line *find(LineId line);
    [[nodiscard]] Line *lineOf(const sip_msg &request) const;
    [[nodiscard]] bool takesInCall(const sip_msg &request);
    void takeMessage(const sip_msg &message);
    void refuse(const sip_msg &request, const Refusal &refusal);
    [[nodiscard]] bool filter(const sip_msg &request);
    void ring(const sip_msg &invite);
    void dial(const dispatch::DialLine &dial);
    void tick();
    void waitForGoodbyes();

    static bool requested(const sip_msg *request, void *exchange);
    static bool notified(const sip_msg *request, void *exchange);
    static bool notHandled(const sip_msg *message, void *exchange);
    static void invited(const sip_msg *invite, void *exchange);

    const Configuration &m_configuration;
    const Recordings &m_recordings;
    const Stack::Listener &m_tell;

    Held<dnsc> m_names;
    Held<tls> m_tls;
    Held<sip> m_sip;
    Held<sipsess_sock> m_sessions;
    Sieve m_sieve;

    std::map<LineId, std::unique_ptr<Line>> m_lines;
    Canary m_canary;
    TestCalls m_testCalls;
    Registration m_registration;
    quint64 m_lastLine = 0;
    quint16 m_tlsPort = 0;
    bool m_isLeaving = false; ///< takes and makes no call any more
    bool m_isHangingUp = false;
    CallSources m_sources;
    tmr m_ticking{};
    quint64 m_nextTick = 0;
    tmr m_closing{};
    quint64 m_closesAt = 0;

    Tally m_refused{lcTelephony, "a request against the rules of SIP"};
    Tally m_stray{lcTelephony, "a SIP message that belongs to nothing"};
    Tally m_unusable{lcTelephony, "a call without a common way to talk"};
    Tally m_turnedAway{lcTelephony, "a call for want of a line"};
};

} // namespace knock::telephony
