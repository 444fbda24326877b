// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace knock::bench {

/// What 10, 100 and 400 calls cost, all with speech and detection, beside the sipp that makes them. False without sipp.
[[nodiscard]] bool measureLoad();
/// From a packet of the caller's to the ears of the operator, on a sound server without hardware.
[[nodiscard]] bool measureVoice();

} // namespace knock::bench
