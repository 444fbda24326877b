// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/libre.h"

#include <QByteArray>

namespace knock::telephony {

/// As long as this lives, the Contact of a request that came over TLS is the far end of its connection. The stack would
/// open another to the address in it, where mostly nobody listens with a certificate we could check; what we have to
/// say must go by the connection that is there. Not where a proxy wants to stay between.
class SamePath final
{
public:
    explicit SamePath(const sip_msg &request);
    ~SamePath();
    Q_DISABLE_COPY_MOVE(SamePath)

private:
    sip_hdr *m_contact = nullptr; ///< belongs to the request
    pl m_written{};
    QByteArray m_replacement;
};

} // namespace knock::telephony
