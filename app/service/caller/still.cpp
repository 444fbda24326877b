// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/still.h"

#include "app/service/frames/jpeg.h"

namespace knock::caller {

bool isStill(QByteArrayView bytes)
{
    const auto size = bytes.size() <= largestStill ? frames::jpegSize(bytes) : std::nullopt;
    return size && !size->isEmpty() && size->width() <= longestStillSide && size->height() <= longestStillSide;
}

} // namespace knock::caller
