// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>

namespace knock::telephony {

/// The telephone number in one SIP address: `"A" <tel:+82-10-1234-5678>`, `<sip:01012345678@host;user=phone>` or the
/// bare URI (RFC 3261, 20.10; RFC 3966). Digits with at most a leading plus; empty when the address carries none, as
/// `<sip:anonymous@anonymous.invalid>` does not.
[[nodiscard]] QString numberIn(QByteArrayView address);

} // namespace knock::telephony
