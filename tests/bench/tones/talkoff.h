// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/tones/ears.h"

#include <QStringList>

namespace knock::bench {

/// Speech in which no key is pressed, in pieces of about ten minutes.
///
/// All WAV files below \a folders (8 kHz, one channel, 16 bit), or about an hour of numbers read by espeak-ng if there
/// are no folders. Calls \a use with each piece; says on the error channel what is missing.
void eachPieceOfSpeech(const QStringList &folders, const std::function<void(const Pcm &speech)> &use);

} // namespace knock::bench
