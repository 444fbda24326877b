// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/infokey.h"
#include "app/service/hearing/telephoneevent.h"
#include "tests/fuzz/fuzz.h"

void knock::fuzz::read(QByteArrayView input)
{
    for (const QByteArrayView type : {"application/dtmf-relay", "application/dtmf"}) {
        const auto key = telephony::keyInInfo(type, input);
        require(!key || hearing::eventKeys.contains(*key));
    }
}
