// SPDX-License-Identifier: Apache-2.0
#include "app/wire/codec.h"
#include "tests/fuzz/fuzz.h"

// What was read is read as the same again.
void knock::fuzz::read(QByteArrayView input)
{
    const auto command = wire::decodeCommand(input.toByteArray());
    if (!command)
        return;
    const QByteArray written = wire::encode(*command);
    const auto again = wire::decodeCommand(written);
    require(again && wire::encode(*again) == written);
}
