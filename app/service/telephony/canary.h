// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/canarycall.h"
#include "app/service/telephony/line.h"

#include <array>

namespace knock::telephony {

/// Every few minutes a call of our own knocks here, so that a service that hears nobody is noticed before a caller
/// notices it. Lives on libre's thread.
///
/// The call takes the way of every call: network, SIP, a Line, its sound and its ears; but what the line hears comes
/// here and not to the rules, and it takes no caller's place. A word that nobody else knows marks it, new each time.
class Canary final : private Line::Keeper
{
public:
    /// A key by each carrier was heard once, or what was not.
    using Tell = std::function<void(const Result<> &)>;

    Canary(const Configuration &configuration, const Recordings &recordings, Tell tell);
    ~Canary() override;
    Q_DISABLE_COPY_MOVE(Canary)

    /// Begins at once, and then again and again.
    void start(sipsess_sock *sessions, quint16 port);
    void stop();
    /// Whether \a invite is the call's; if so it is answered.
    [[nodiscard]] bool takes(const sip_msg &invite);

private:
    void heard(const dispatch::Input &input) override;
    void sounded(LineId, const LineSound &) override { }
    void taped(LineId, const LineTape &) override { }
    void gone(LineId, LineEnd) override { m_line.reset(); }

    void begin();
    void pressNext();
    void finish(const Result<> &result);
    [[nodiscard]] Result<> judge() const;

    const Configuration &m_configuration;
    const Recordings &m_recordings;
    const Tell m_tell;
    sipsess_sock *m_sessions = nullptr;
    QByteArray m_place; ///< host and port that are called
    QByteArray m_word;
    std::unique_ptr<CanaryCall> m_call;
    std::unique_ptr<Line> m_line;
    size_t m_step = 0; ///< presses so far
    std::array<int, 3> m_heard{}; ///< by step
    int m_others = 0;
    Alarm m_next; ///< call
    Alarm m_patience;
};

} // namespace knock::telephony
