// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/pidf.h"
#include "tests/fuzz/fuzz.h"

void knock::fuzz::read(QByteArrayView input)
{
    const auto fixes = place::fixesInPidf(input, now());
    if (!fixes)
        return;
    require(!fixes->empty() && fixes->size() <= 16);
    for (const Fix &fix : *fixes)
        require(fix.isValid() && fix.at <= now() && fix.source == Fix::Source::Sip);
}
