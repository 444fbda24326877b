// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/location.h"

#include <QByteArrayView>
#include <vector>

namespace knock::place {

/// The positions in a PIDF-LO document (RFC 4119, 5491, 7459), each as a circle; see Circle for the rule. The one to
/// believe first comes first: a device's before a tuple's before a person's (RFC 5491, 3, rule 8), and of several in
/// one place the last, for the coarse one is written first (rule 7).
///
/// A Point, and a circle of no size, says nothing of how far off it may be: radius 0. A time that is missing or later
/// than \a now is taken as \a now. One shape that cannot be read is passed over for the others.
///
/// NotFound: nothing here is a position, as when there is only a postal address. Malformed: not the XML it should be,
/// with a document type, without end, or with no shape that can be read. Pure; any thread.
[[nodiscard]] Result<std::vector<Fix>> fixesInPidf(QByteArrayView xml, const QDateTime &now);

} // namespace knock::place
