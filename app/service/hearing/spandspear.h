// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keyear.h"

struct dtmf_rx_state_s;

namespace knock::hearing {

/// spandsp's detector with what it takes to hear real callers: a filter for dial tone, a twist of 12 and 10 dB, a
/// threshold of -36 dBm0. It tells a level, but neither twist nor deviation; where a tone begins is its usual delay
/// ago.
class SpandspEar final : public KeyEar
{
public:
    /// Null when out of memory.
    [[nodiscard]] static std::unique_ptr<SpandspEar> make();

    void take(std::span<const qint16> samples, const Heard &heard) override;

private:
    struct Free {
        void operator()(dtmf_rx_state_s *state) const;
    };
    using State = std::unique_ptr<dtmf_rx_state_s, Free>;

    explicit SpandspEar(State state);
    void changed(char key, double level);

    State m_state;
    qint64 m_taken = 0; ///< samples
    KeyTone m_tone; ///< pressed while it has a key
    const Heard *m_heard = nullptr; ///< while samples are taken
};

} // namespace knock::hearing
