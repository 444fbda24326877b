// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace knock::ui {

/// Chooses Qt Quick's own software renderer where OpenGL is missing or only imitated by the processor; it draws the map
/// six times cheaper than the imitation does. To be called after the QApplication and before the first QQuickWidget.
void preferSoftwareRenderer();

} // namespace knock::ui
