// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/tonedetector.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>

using namespace knock::hearing;

// Pieces of sound one after another: a byte that says how long, then the samples. Every press ends before the next.
void knock::fuzz::read(QByteArrayView input)
{
    ToneDetector detector;
    char pressed = 0;
    while (!input.isEmpty()) {
        const qsizetype length = 1 + cutByte(input);
        detector.take(cutSamples(input, length), [&pressed](const KeyTone &tone) {
            const bool isPress = tone.change == KeyTone::Change::Pressed;
            require(isPress ? pressed == 0 : tone.key == pressed && tone.end >= tone.onset);
            require(tone.key != 0 && std::isfinite(tone.level) && std::isfinite(tone.twist) && tone.onset >= 0);
            pressed = isPress ? tone.key : '\0';
        });
    }
}
