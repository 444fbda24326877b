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

    /// One byte for each sample, 8000 a second.
    [[nodiscard]] const QByteArray &bytes(hearing::Law law) const { return law == hearing::Law::Mu ? m_mu : m_a; }

private:
    QByteArray m_mu;
    QByteArray m_a;
};

} // namespace knock::telephony
