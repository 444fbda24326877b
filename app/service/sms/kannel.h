// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/httpform.h"

namespace knock::sms {

/// The smsbox of a Kannel (kannel.org, user's guide, "Using the HTTP interface to send SMS messages").
///
/// Text and password travel in the body and in headers, not in the address, where proxies and logs would keep them.
/// Texts always go as UCS-2, so that no alphabet of a network on the way can change a letter of the link.
[[nodiscard]] Result<HttpForm> kannel(QUrl url, const QString &user, const QString &password, bool hasReports);

} // namespace knock::sms
