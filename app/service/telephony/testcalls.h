// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/testcall.h"

#include <map>
#include <QHash>

namespace knock::telephony {

/// The calls to urn:service:test.sos: a few at once, and from each caller one in a while. Nobody is told of them.
/// Lives on libre's thread.
class TestCalls final
{
public:
    explicit TestCalls(const Configuration &configuration)
        : m_configuration(configuration)
    {
    }
    Q_DISABLE_COPY_MOVE(TestCalls)

    [[nodiscard]] static bool isOne(const sip_msg &invite);
    /// Answers \a invite, or says with what to refuse it.
    [[nodiscard]] std::optional<Refusal> take(sipsess_sock *sessions, const sip_msg &invite);
    void stop() { m_calls.clear(); }

private:
    [[nodiscard]] bool mayCall(const sip_msg &invite);

    const Configuration &m_configuration;
    std::map<quint64, std::unique_ptr<TestCall>> m_calls;
    quint64 m_last = 0;
    QHash<QByteArray, uint64_t> m_recent; ///< who, and from when on they may call again
};

} // namespace knock::telephony
