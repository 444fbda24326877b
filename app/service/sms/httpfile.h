// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/httpform.h"

namespace knock::sms {

/// Reads what stands under \a section ("gateway" or "gateway2") in the agency's file, and checks it. A word that means
/// nothing there is an error that names it. README.md has an example.
[[nodiscard]] Result<HttpForm> loadHttpForm(const QString &path, const QString &section, bool hasReports);
[[nodiscard]] Result<HttpForm> readHttpForm(const QByteArray &json, const QString &section, bool hasReports);

} // namespace knock::sms
