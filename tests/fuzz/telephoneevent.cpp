// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/telephoneevent.h"
#include "tests/fuzz/fuzz.h"

#include <QtEndian>

using namespace knock::hearing;

// Packets one after another: 8 bytes of stamp, the length of the payload, the payload.
void knock::fuzz::read(QByteArrayView input)
{
    KeyPresses presses;
    while (!input.isEmpty()) {
        const QByteArray stamp = cut(input, 8).toByteArray().leftJustified(8, '\0');
        const QByteArrayView payload = cut(input, cutByte(input) & 0x3f);
        const auto keys = presses.take({.source = static_cast<quint8>(stamp[0]),
                                        .timestamp = qFromBigEndian<quint32>(stamp.data() + 1),
                                        .sequence = qFromBigEndian<quint16>(stamp.data() + 5),
                                        .marker = (stamp[7] & 1) != 0},
                                       payload);
        require(keys.size() <= payload.size() / 4);
        for (const EventKey &key : keys)
            require(eventKeys.contains(key.key) && key.level.value <= 0 && key.level.value >= -63);
    }
}
