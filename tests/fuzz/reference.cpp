// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/reference.h"
#include "tests/fuzz/fuzz.h"

void knock::fuzz::read(QByteArrayView input)
{
    for (const place::Reference &reference : place::referencesIn(input))
        require(reference.isPart || reference.target.contains(':'));
}
