// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/sdp.h"
#include "tests/fuzz/fuzz.h"

// What is clean stays as it is, and each of its lines is one line to whoever reads it.
void knock::fuzz::read(QByteArrayView input)
{
    const QByteArray clean = telephony::cleaned(input);
    require(telephony::cleaned(clean) == clean);
    require(clean.count('\r') == clean.count('\n') && clean.count("\r\n") == clean.count('\n'));
    require(!clean.contains('\0'));
}
