// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <QVideoFrame>

struct AVFrame;

namespace knock::video {

struct FreeFrame {
    void operator()(AVFrame *frame) const;
};
using FramePointer = std::unique_ptr<AVFrame, FreeFrame>;

/// Makes a picture of the decoder's own memory, without a copy; none if its pixels are of a kind no desk expects.
[[nodiscard]] std::optional<QVideoFrame> pictureOf(FramePointer frame);

} // namespace knock::video
