// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/video.h"

#include <memory>
#include <optional>
#include <QVideoFrame>

namespace knock::video {

/// Turns the encoded pictures of one camera into pictures, one at a time and without delay.
///
/// Begins at a key frame, and after anything it cannot decode begins anew at the next one.
class Decoder
{
public:
    Decoder();
    ~Decoder();

    struct Outcome {
        std::optional<QVideoFrame> picture; ///< its start time is EncodedFrame::at
        bool isKeyFrameWanted = false; ///< at most once in a second of the stream
    };
    [[nodiscard]] Outcome take(const EncodedFrame &frame);

    /// Pictures were left out: what follows cannot be decoded before the next key frame.
    void restart() { m_waits = true; }

private:
    struct Codec;

    [[nodiscard]] bool isWishDue(std::chrono::microseconds at);
    /// A frame that is part of others and not to be shown gives no picture.
    [[nodiscard]] Result<std::optional<QVideoFrame>> decode(const EncodedFrame &frame);

    std::unique_ptr<Codec> m_codec;
    bool m_waits = true;
    std::optional<std::chrono::microseconds> m_wished;
};

} // namespace knock::video
