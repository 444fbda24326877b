// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/inflow.h"
#include "tests/fuzz/fuzz.h"

// Packets one after another: the timestamp, how many samples, the samples.
void knock::fuzz::read(QByteArrayView input)
{
    hearing::Inflow inflow;
    while (!input.isEmpty()) {
        const QByteArray timestamp = cut(input, 4).toByteArray().leftJustified(4, '\0');
        const qsizetype length = 16 * cutByte(input);
        const auto heard = inflow.take(qFromBigEndian<quint32>(timestamp.data()), cutSamples(input, length));
        require(heard.size() <= 8192);
    }
}
