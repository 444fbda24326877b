// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/hearing/g711.h"

#include <QByteArray>

namespace knock::telephony {

/// The recorded request to press keys, encoded once and played to every caller.
class Prompt
{
public:
    /// Nothing to hear; it is over as soon as it is asked for.
    Prompt() = default;
    /// Reads a WAV file: PCM, 8 kHz, one channel, 16 bit, at most a minute.
    [[nodiscard]] static Result<Prompt> read(const QString &file);

    /// What Korean exchanges let a caller hear while it rings: 440 and 480 Hz, a second of tone and two of silence.
    [[nodiscard]] static Prompt ringBack();

    /// One byte for each sample, 8000 a second.
    [[nodiscard]] const QByteArray &bytes(hearing::Law law) const { return law == hearing::Law::Mu ? m_mu : m_a; }

private:
    void append(qint16 sample);

    QByteArray m_mu;
    QByteArray m_a;
};

/// All that is ever played to a caller.
struct Recordings {
    Prompt askToPress;
    Prompt ringBack = Prompt::ringBack();
};

} // namespace knock::telephony
