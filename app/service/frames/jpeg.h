// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QByteArrayView>
#include <QSize>

namespace knock::frames {

/// How large the JPEG picture says it is (ITU-T T.81, B.2), by its header alone; none if it is no JPEG.
[[nodiscard]] std::optional<QSize> jpegSize(QByteArrayView bytes);

} // namespace knock::frames
