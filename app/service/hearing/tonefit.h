// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/tonebank.h"

#include <optional>
#include <span>

namespace knock::hearing {

/// The two tones of a key as they are in 20 ms of sound.
struct ToneFit {
    double rowAngle = 0; ///< radians from one sample to the next
    double columnAngle = 0;
    float rowAmplitude = 0; ///< peak, of 16-bit samples
    float columnAmplitude = 0;
    float rowDeviation = 0; ///< from the nominal frequency, as a share of it
    float columnDeviation = 0;
    bool inNoise = false; ///< so much is not the two tones that they are less certain
};

/// The tones of \a guess in \a window, if these are the tones of a key and not of a voice, of music or of a clatter.
[[nodiscard]] std::optional<ToneFit> fitKey(std::span<const float, windowSize> window, const PairGuess &guess,
                                            float energy);

} // namespace knock::hearing
