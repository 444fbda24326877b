// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::identity {

/// RFC 4648, section 6, without padding.
[[nodiscard]] QByteArray toBase32(const QByteArray &bytes);

} // namespace knock::identity
