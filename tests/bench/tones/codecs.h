// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/tones/ears.h"

namespace knock::bench {

/// What a receiver plays after a codec, with packets of 20 ms lost on the way.
struct Codec {
    QString name;
    qint64 delay = 0; ///< samples
    /// \a loss: the share of lost packets
    std::function<Pcm(const Pcm &samples, double loss)> pass;
};

/// A-law with silence or repetition for what is lost, and the codecs this program was built with.
[[nodiscard]] std::vector<Codec> codecs();

} // namespace knock::bench
