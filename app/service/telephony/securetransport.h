// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/telephony/sip/libre.h"

#include <QString>

namespace knock::telephony {

/// What is needed to take calls over TLS: the certificate and its key, both PEM.
[[nodiscard]] Result<Held<tls>> secureContext(const QString &certificateFile, const QString &keyFile);

/// New connections of \a context show the certificate as it is now; an Error leaves it as it was.
[[nodiscard]] Result<> renew(tls &context, const QString &certificateFile, const QString &keyFile);

} // namespace knock::telephony
