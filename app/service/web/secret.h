// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace knock::web {

/// Takes as long for a secret that is nearly right as for one that is not. An empty secret is nobody's.
[[nodiscard]] bool isSecret(const QByteArray &shown, const QByteArray &secret);

} // namespace knock::web
