// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QUrl>

namespace knock::cad {

/// Whether orders may be sent there: by HTTPS, or by HTTP to this computer alone, and without a password in it.
[[nodiscard]] bool isAddress(const QUrl &url);

} // namespace knock::cad
