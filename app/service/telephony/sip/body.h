// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArray>
#include <vector>

namespace knock::telephony {

/// The body of a SIP message, or one part of it.
struct Part {
    QByteArray type; ///< as `application/sdp`
    QByteArray parameters; ///< of the type, as `;boundary=b1`
    QByteArray id; ///< its Content-ID, without brackets; mostly empty
    QByteArray content;

    [[nodiscard]] bool is(QByteArrayView other) const { return type.compare(other, Qt::CaseInsensitive) == 0; }
};

inline constexpr QByteArrayView sessionDescription("application/sdp");
inline constexpr QByteArrayView placeOfCaller("application/pidf+xml");

/// What is in \a body, in order: nothing, itself, or the parts of a multipart body (RFC 2046, 5.1; RFC 5621) and those
/// of its parts. What has lost its end is given as far as it goes.
///
/// Refused: of a kind nobody here can read. Malformed: multipart without saying where the parts meet.
[[nodiscard]] Result<std::vector<Part>> partsOf(const Part &body);

} // namespace knock::telephony
