// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QString>
#include <span>
#include <vector>

namespace knock::telephony {

/// The recorded request to press keys, read once and played to every caller.
class Prompt
{
public:
    /// Nothing to hear; it is over as soon as it is asked for.
    Prompt() = default;
    /// Reads a WAV file: PCM, 8 kHz, one channel, 16 bit, at most a minute.
    [[nodiscard]] static Result<Prompt> read(const QString &file);
    /// The same of what such a file holds.
    [[nodiscard]] static Result<Prompt> parse(QByteArrayView wav);

    /// What Korean exchanges let a caller hear while it rings: 440 and 480 Hz, a second of tone and two of silence.
    [[nodiscard]] static Prompt ringBack();

    /// 8000 a second.
    [[nodiscard]] std::span<const qint16> samples() const { return m_samples; }

private:
    std::vector<qint16> m_samples;
};

/// All that is ever played to a caller.
struct Recordings {
    Prompt askToPress;
    Prompt ringBack = Prompt::ringBack();
};

} // namespace knock::telephony
