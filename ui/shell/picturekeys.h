// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/actions.h"

namespace knock::ui {

class CameraPane;

/// Does to the picture what \a id is; false if there was nothing to do.
bool usePicture(CameraPane &camera, ActionId id);

} // namespace knock::ui
