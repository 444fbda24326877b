// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/video.h"

#include <span>
#include <variant>
#include <vector>

namespace knock::wire {

// Pictures and voices between a desk and the door: one binary message each, see "Pictures and voices" in SEATS.md.

/// Whose voice it is. The numbers are those on the wire.
enum class Speaker : quint8 { Caller = 2, Operator = 3 };

struct VoiceFrame {
    static constexpr size_t most = 800; ///< samples: 100 ms, 8000 a second
    Speaker speaker = Speaker::Caller;
    std::vector<qint16> samples;
    bool operator==(const VoiceFrame &) const = default;
};

using MediaFrame = std::variant<EncodedFrame, VoiceFrame>;

[[nodiscard]] QByteArray encode(const EncodedFrame &picture);
/// At most VoiceFrame::most \a samples.
[[nodiscard]] QByteArray encode(Speaker speaker, std::span<const qint16> samples);
/// Anything that is not wholly as SEATS.md says is Error::Kind::Malformed.
[[nodiscard]] Result<MediaFrame> decodeMedia(const QByteArray &bytes);

} // namespace knock::wire
