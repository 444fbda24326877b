// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <memory>
#include <QByteArray>
#include <span>
#include <vector>

namespace knock::telephony {

/// The ways of writing sound that are understood here.
enum class Encoding {
    Mu, ///< PCMU (ITU-T G.711)
    A, ///< PCMA (ITU-T G.711)
    Opus ///< RFC 6716; heard and spoken at 8 kHz, which is what the detectors and a telephone's ear want
};

/// Turns 20 ms of sound into the payload of a packet and payloads into sound, 8000 samples a second. For one call.
class Codec
{
public:
    virtual ~Codec() = default;
    /// Steps of an RTP timestamp in one of our samples: Opus counts 48000 a second whatever it carries (RFC 7587, 4.1).
    [[nodiscard]] virtual quint32 stepsPerSample() const { return 1; }
    [[nodiscard]] virtual QByteArray encoded(std::span<const qint16> samples) = 0;
    /// Valid until the next call. Nothing for a payload that is none.
    [[nodiscard]] virtual std::span<const qint16> decoded(QByteArrayView payload) = 0;
};

/// Broken when the library has no memory for it.
[[nodiscard]] Result<std::unique_ptr<Codec>> makeCodec(Encoding encoding);

} // namespace knock::telephony
