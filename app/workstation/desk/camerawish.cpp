// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/desk/camerawish.h"

#include <algorithm>

namespace knock::desk {

WishOutcome outcomeOf(const Incident &incident)
{
    const CameraAsked &wish = incident.wish.value();
    if (wish.wish == CameraWish::Off)
        return incident.camera ? WishOutcome::Waiting : WishOutcome::Done;
    const bool isKept = std::ranges::any_of(
        incident.files, [&](const FileKept &file) { return file.kind == FileKind::Snapshot && file.at >= wish.at; });
    if (wish.wish == CameraWish::Snapshot && isKept)
        return WishOutcome::Done;
    if (!incident.present)
        return WishOutcome::Left;
    if (incident.cameraUse && incident.cameraUse->decision != Decision::Granted && !incident.camera)
        return WishOutcome::Refused;
    return wish.wish != CameraWish::Snapshot && incident.camera ? WishOutcome::Unsure : WishOutcome::Waiting;
}

} // namespace knock::desk
