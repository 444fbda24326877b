// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"
#include "tests/fuzz/fuzz.h"

// What was read is read as the same again.
void knock::fuzz::read(QByteArrayView input)
{
    const auto event = wire::decodeEvent(input.toByteArray());
    if (!event)
        return;
    const QByteArray written = wire::encode(*event);
    const auto again = wire::decodeEvent(written);
    require(again && wire::encode(*again) == written);
}
