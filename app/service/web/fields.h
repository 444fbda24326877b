// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>

namespace knock::web {

/// What a query or a form (application/x-www-form-urlencoded) says. Of a name that comes twice, the first counts.
[[nodiscard]] QHash<QByteArray, QByteArray> fieldsOf(QByteArrayView form);

} // namespace knock::web
