// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonDocument>

namespace knock::sms {

/// What stands at \a pointer (RFC 6901), as words; empty when nothing does, or no single value.
[[nodiscard]] QString jsonAt(const QJsonDocument &json, const QString &pointer);

} // namespace knock::sms
