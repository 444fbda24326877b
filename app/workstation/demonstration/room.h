// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <chrono>

namespace knock::demonstration {

/// Writes a WAV file (8 kHz, mono) with the faint hiss of a quiet room, as a telephone without a speaking person has
/// it. Always the same sound, so that two runs can be compared.
[[nodiscard]] Result<> writeQuietRoom(const QString &path, std::chrono::seconds length);

} // namespace knock::demonstration
