// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>

namespace knock::telephony {

struct NameServer {
    QHostAddress address;
    quint16 port = 53;
};

} // namespace knock::telephony
