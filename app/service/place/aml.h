// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/location.h"

#include <QByteArrayView>

namespace knock::place {

/// What a phone says of itself during an emergency call: Advanced Mobile Location (ETSI TS 103 625).
struct Aml {
    QString number; ///< of the phone, a plus at most and digits; empty where it is not said
    Fix fix;
};

// Both: NotFound when the phone knows no location; Malformed when this is no AML message, is cut off, or names a point
// that is not on the earth. A radius the phone does not know is 0, its confidence is kept as stated. A time that is
// missing or later than \a now is taken as \a now. Pure; any thread.

/// In the text of an SMS: `A"ML=1;lt=+48.82639;...;ml=126`, or `A"ML=2;...` with which Android tries out more. A
/// message of version 1 says its length, by which one that lost its end is known. The number is not in it: it is that
/// of who sent the SMS.
[[nodiscard]] Result<Aml> amlInText(QStringView text, const QDateTime &now);

/// In the body of an HTTPS POST, `application/x-www-form-urlencoded`.
[[nodiscard]] Result<Aml> amlInForm(QByteArrayView form, const QDateTime &now);

/// Whether the last field of \a form, `hmac`, was made with \a key from all that stands before it (HMAC-SHA1,
/// RFC 2104, in hexadecimal).
[[nodiscard]] bool isSignedWith(QByteArrayView key, QByteArrayView form);

} // namespace knock::place
