// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keypad.h"

#include <array>
#include <complex>
#include <optional>
#include <span>

namespace knock::hearing {

constexpr size_t blockSize = 40; ///< samples: 5 ms, the grid of all decisions
constexpr size_t windowBlocks = 4;
constexpr size_t windowSize = windowBlocks * blockSize; ///< 20 ms, the sound one decision looks at

/// A row and a column that stand out, and roughly where.
struct PairGuess {
    size_t row = 0; ///< in keypadTones
    size_t column = 0; ///< in keypadTones
    double rowHertz = 0;
    double columnHertz = 0;
};

/// The cheap first look: how much of the last 20 ms lies at the eight tones of the keypad.
///
/// Almost all sound of a call ends here, for sixteen multiplications a sample. Not for sharing between threads.
class ToneBank
{
public:
    void take(std::span<const float, blockSize> block);

    /// The key that the last 20 ms may be.
    [[nodiscard]] std::optional<PairGuess> guess() const;
    /// The sum of the squares of the last 20 ms.
    [[nodiscard]] float energy() const;

private:
    using Tones = std::array<std::complex<float>, keypadTones.size()>;

    [[nodiscard]] double frequency(size_t tone) const;

    struct Block {
        Tones tones{};
        float energy = 0;
    };
    std::array<Block, windowBlocks> m_blocks; ///< the oldest first
    size_t m_count = 0; ///< blocks, modulo blocksOfPeriod
};

} // namespace knock::hearing
