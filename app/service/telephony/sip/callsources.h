// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/rate.h"

#include <map>
#include <QByteArray>

namespace knock::telephony {

/// How often each address calls.
class CallSources
{
public:
    explicit CallSources(int mostInSecond)
        : m_most(mostInSecond)
    {
    }

    /// Whether one more call from there may be taken now.
    [[nodiscard]] bool admits(const sa &source);

private:
    const int m_most;
    std::map<QByteArray, Rate> m_rates;
};

} // namespace knock::telephony
