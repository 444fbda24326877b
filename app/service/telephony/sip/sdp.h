// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/telephony/sip/body.h"

#include <QByteArrayView>

namespace knock::telephony {

/// The session description among the parts of a SIP message; empty when there is none.
[[nodiscard]] QByteArray descriptionAmong(const std::vector<Part> &parts);

/// The same description without what is of no use here. The parser behind it refuses a whole description for one
/// ill-formed attribute, even of a video nobody wants; a call must not be lost for that.
[[nodiscard]] QByteArray cleaned(QByteArrayView description);

} // namespace knock::telephony
