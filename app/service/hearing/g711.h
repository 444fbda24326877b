// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtTypes>

namespace knock::hearing {

/// The two codes of ITU-T G.711, as RTP names them: PCMU and PCMA.
enum class Law { Mu, A };

/// One sample of 16 bits in eight.
[[nodiscard]] quint8 encoded(qint16 sample, Law law);
/// And back: the middle of the step the byte stands for.
[[nodiscard]] qint16 decoded(quint8 byte, Law law);

} // namespace knock::hearing
