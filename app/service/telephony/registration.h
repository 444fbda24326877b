// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/configuration.h"
#include "app/service/telephony/sip/alarm.h"
#include "app/service/telephony/sip/libre.h"

namespace knock::telephony {

/// Tells the trunk where this service is to be reached, again before it forgets, and that it goes (RFC 3261, 10).
/// Lives on libre's thread.
class Registration final
{
public:
    /// What came of each attempt.
    using Tell = std::function<void(const Result<> &)>;

    Registration(const Configuration &configuration, Tell tell);
    Q_DISABLE_COPY_MOVE(Registration)

    void start(sip &stack);
    void stop();

private:
    void attempt(sip &stack);
    void take(const Result<> &result);

    static void answered(int error, const sip_msg *answer, void *registration);

    const Configuration &m_configuration;
    const Tell m_tell;
    Held<sipreg> m_registration;
    sip *m_stack = nullptr;
    Alarm m_again;
};

} // namespace knock::telephony
