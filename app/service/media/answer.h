// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/media/gstpointers.h"

#include <QString>

namespace knock::media {

/// A page's offer (RFC 9429), cut down to what the service takes: one camera and only the attributes it needs.
///
/// What is not video never reaches the media library, and neither do the page's candidates: the phone speaks first, so
/// its address is learnt from its packets, and no page can make the service send to an address of its choosing.
struct Offer {
    SdpPointer whole; ///< as it came, to refuse the other media line for line
    SdpPointer camera; ///< for the media library; its only media is the camera
    guint cameraLine = 0; ///< index of the camera in `whole`
};

/// Refuses what is too large, malformed, or holds no camera that could be shown.
[[nodiscard]] Result<Offer> readOffer(const QString &text);

/// Copies the granted header extensions of the offer into \a answer.
///
/// The media library accepts transport-wide congestion feedback but leaves its extension out; without it browsers keep
/// their estimate at 300 kbit/s for ever.
void grantExtensions(GstSDPMessage &answer, const Offer &offer);

/// The whole answer for the page: \a answer in the camera's place, every other media line refused.
[[nodiscard]] QString answerText(const GstSDPMessage &answer, const Offer &offer);

} // namespace knock::media
