// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArray>
#include <QByteArrayView>

namespace knock::telephony {

/// The session description in the body of a SIP message. Empty when there is no body; Refused when there is a body of
/// a kind nobody here can read. \a parameters are those of the Content-Type header, for the boundary of a multipart
/// body (RFC 5621), in which emergency calls bring their place beside the description.
[[nodiscard]] Result<QByteArray> descriptionIn(QByteArrayView type, QByteArrayView parameters, QByteArrayView body);

/// The same description without what is of no use here. The parser behind it refuses a whole description for one
/// ill-formed attribute, even of a video nobody wants; a call must not be lost for that.
[[nodiscard]] QByteArray cleaned(QByteArrayView description);

} // namespace knock::telephony
