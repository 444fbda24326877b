// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/video.h"
#include "app/service/media/arrival.h"
#include "app/service/media/gstpointers.h"

#include <functional>

namespace knock::media {

/// What comes out behind a source pad of webrtcbin. All of it is called on GStreamer's threads.
struct IntakeListener {
    std::function<void(EncodedFrame frame)> frame; ///< a whole picture; its incident is not set
    std::function<void()> gap; ///< packets are missing; only a key frame helps
    std::function<void()> flood; ///< too much came without making a picture
    std::shared_ptr<Arrivals> arrivals; ///< of the pictures
};

/// Puts behind \a source what takes RTP apart into whole pictures, and sets it going.
///
/// An unknown codec is swallowed, so that the pad does not stop the connection.
[[nodiscard]] Result<> attachIntake(GstElement *pipeline, GstPad *source, IntakeListener listener);

/// Swallows what comes out of \a source.
void attachDrain(GstElement *pipeline, GstPad *source);

} // namespace knock::media
