// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"

#include <QSize>

namespace knock::frames {

/// What a decoder, or the head of a file, must know before the first picture.
struct Form {
    EncodedFrame::Codec codec = EncodedFrame::Codec::Vp8;
    QSize size;
    QByteArray parameters; ///< H.264: its parameter sets (ITU-T H.264, 7.3.2), each after a start code; else empty
    bool operator==(const Form &) const = default;
};

/// As the head of a key frame says, without decoding it; none if it says nothing that can be. Any thread.
[[nodiscard]] std::optional<Form> formOf(const EncodedFrame &key);

} // namespace knock::frames
