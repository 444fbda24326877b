// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArrayView>
#include <QSize>

namespace knock::caller {

constexpr qsizetype largestStill = 64 * 1024;
constexpr int longestStillSide = 1920;

/// How large the JPEG picture says it is (ITU-T T.81, B.2), by its header alone; none if it is no JPEG.
[[nodiscard]] std::optional<QSize> jpegSize(QByteArrayView bytes);

/// Whether \a bytes may be passed on as a still picture.
[[nodiscard]] bool isStill(QByteArrayView bytes);

} // namespace knock::caller
