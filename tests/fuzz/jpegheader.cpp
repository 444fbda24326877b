// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/still.h"
#include "app/service/frames/jpeg.h"
#include "tests/fuzz/fuzz.h"

using namespace knock;

void knock::fuzz::read(QByteArrayView input)
{
    const auto size = frames::jpegSize(input);
    require(!size || (size->width() >= 0 && size->width() <= 65535 && size->height() >= 0 && size->height() <= 65535));
    require(!caller::isStill(input)
            || (size && input.size() <= caller::largestStill && size->width() <= caller::longestStillSide));
}
