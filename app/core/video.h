// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"

#include <chrono>
#include <optional>
#include <QByteArray>

namespace knock {

/// One encoded picture of a caller's camera, as it came from the phone. Not an event: it is shown, never journalled.
struct EncodedFrame {
    enum class Codec {
        Vp8,
        H264,
        Jpeg ///< a still; each is a key frame
    };

    IncidentId incident;
    Codec codec = Codec::Vp8;
    bool key = false;
    std::chrono::microseconds at{0}; ///< since the stream began
    QByteArray bytes; ///< one access unit (H.264: byte stream with start codes)
};

/// How the pictures of an incident arrive, told every second while they do. Not an event.
struct CameraHealth {
    IncidentId incident;
    std::optional<std::chrono::milliseconds> delay; ///< from the phone's camera to here; none while it is not known
    double lostPercent = 0; ///< of the packets of the last seconds
    bool operator==(const CameraHealth &) const = default;
};

} // namespace knock
