// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArrayView>
#include <QChar>

namespace knock::telephony {

/// The key in the body of a SIP INFO request. No standard names these bodies; phones agree on two:
///
///     application/dtmf-relay     Signal=5 and Duration=160, a line each, blanks allowed
///     application/dtmf           the key, or its telephone-event number
///
/// Refused: a body of another type. Malformed: one that names no key. A flash (16) is no key either.
[[nodiscard]] Result<QChar> keyInInfo(QByteArrayView type, QByteArrayView body);

} // namespace knock::telephony
