// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/body.h"
#include "tests/fuzz/fuzz.h"

using namespace knock::telephony;

// The first line is the parameters of the type.
void knock::fuzz::read(QByteArrayView input)
{
    const QByteArray parameters = cutLine(input).toByteArray();
    const auto parts
        = partsOf({.type = "multipart/mixed", .parameters = parameters, .id = {}, .content = input.toByteArray()});
    require(!parts || parts->size() <= 16);
}
