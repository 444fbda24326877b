// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/tones/ears.h"

#include <QStringList>

namespace knock::bench {

/// What was heard in sound in which nobody pressed, coughed or knocked.
struct TalkOff {
    QString set; ///< whose voices
    double hours = 0;
    std::vector<size_t> keys = {}; ///< by ears()
    size_t knocks = 0; ///< two keys within eight seconds, by the first ear
    size_t taps = 0; ///< marks of LineActivity
    size_t breaths = 0;
};

/// Speech in which no key is pressed: all WAV files below each of \a folders (8 kHz, one channel, 16 bit), or about an
/// hour of numbers read by espeak-ng if there are no folders. Says on the error channel what is missing.
[[nodiscard]] std::vector<TalkOff> talkOffInSpeech(const QStringList &folders);
/// An hour of an idle line.
[[nodiscard]] TalkOff talkOffInSilence();

} // namespace knock::bench
