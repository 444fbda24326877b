// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <chrono>
#include <QString>

namespace knock::vault {
class KeyStore;
}

namespace knock::recording {

/// What can be said of a whole file.
struct Seal {
    QString sha256; ///< of what was said or shown, not of how it is sealed; hexadecimal
    std::chrono::milliseconds duration{0}; ///< of pictures: from the first to the last
};

/// Reads \a path to its end, whoever left it there. Blocks. \a keys may be null.
[[nodiscard]] Result<Seal> sealOf(const QString &path, vault::KeyStore *keys);

} // namespace knock::recording
