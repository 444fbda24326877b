// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/addresses.h"

namespace knock::web {

Address &Addresses::at(const std::string &counted, Rate::Time now)
{
    // Seldom, so that a flood of addresses is not searched through for each of them.
    if (now > m_swept + Rate::atOnce) {
        m_swept = now;
        std::erase_if(m_all, [now](const auto &entry) {
            const Address &address = entry.second;
            return address.connections == 0 && address.handshakes.isEven(now) && address.requests.isEven(now);
        });
    }
    return m_all[counted];
}

} // namespace knock::web
