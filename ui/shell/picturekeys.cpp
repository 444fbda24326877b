// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/picturekeys.h"

#include "ui/camera/camerapane.h"

namespace knock::ui {

bool usePicture(CameraPane &camera, ActionId id)
{
    switch (id) {
    case ActionId::Freeze:
        camera.toggleFreeze();
        return true;
    case ActionId::Turn:
        camera.turnPicture();
        return true;
    case ActionId::Closer:
        camera.zoomBy(1);
        return true;
    case ActionId::Farther:
        camera.zoomBy(-1);
        return true;
    case ActionId::WholePicture:
        camera.showWhole();
        return true;
    case ActionId::SecondScreen:
        camera.toggleSecondScreen();
        return true;
    case ActionId::PutAway:
        return camera.putAway();
    default:
        return false;
    }
}

} // namespace knock::ui
