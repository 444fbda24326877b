// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>
#include <QVideoFrame>

namespace knock::ui {

/// \a frame as an image in its own size; null if it cannot be read.
///
/// Qt's own conversion looks for a graphics card first and makes a context for it on the GUI thread; decoded pictures
/// are planar, and turning those here takes a millisecond or two.
[[nodiscard]] QImage imageOf(QVideoFrame frame);

/// So coarse a version of \a frame that nobody can be recognised in it, a few pixels wide, to be drawn large and
/// smooth. Tells light from dark and still from moving.
[[nodiscard]] QImage coarseImageOf(QVideoFrame frame);

} // namespace knock::ui
