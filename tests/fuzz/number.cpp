// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/number.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

void knock::fuzz::read(QByteArrayView input)
{
    const QString number = telephony::numberIn(input);
    require(number.size() <= 21);
    require(std::ranges::all_of(number, [](QChar c) { return c == u'+' || (c >= u'0' && c <= u'9'); }));
}
