// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace knock {

/// How long a caller who was asked to press keys keeps the line: active silent callers need at least this to answer.
/// The service refuses to end the line before, and the desk shows the time run.
inline constexpr std::chrono::milliseconds answerGuard = std::chrono::seconds(4);

} // namespace knock
