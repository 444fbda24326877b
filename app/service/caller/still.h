// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace knock::caller {

constexpr qsizetype largestStill = 64 * 1024;
constexpr int longestStillSide = 1920;

/// Whether \a bytes may be passed on as a still picture: a JPEG of a fair size, by its header alone.
[[nodiscard]] bool isStill(QByteArrayView bytes);

} // namespace knock::caller
