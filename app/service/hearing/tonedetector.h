// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keytone.h"
#include "app/service/hearing/tonebank.h"
#include "app/service/hearing/tonefit.h"
#include "app/service/hearing/tonepair.h"

#include <array>
#include <optional>
#include <span>

namespace knock::hearing {

/// Hears the keys of a telephone in its sound (DTMF in the band; ITU-T Q.23, limits after Q.24).
///
/// Takes 8 kHz mono in pieces of any size and looks every 5 ms at the last 20 ms. A press is reported once, when 25 ms
/// of its tones have been heard; an interruption of up to 15 ms does not make it two, and neither does one lost packet
/// of 20 ms that was played as silence. Not for sharing between threads; allocates nothing.
class ToneDetector
{
public:
    /// Calls \a heard with a KeyTone for every change, in order.
    template <typename Heard>
    void take(std::span<const qint16> samples, Heard heard)
    {
        while (!samples.empty()) {
            samples = fill(samples);
            if (m_filled == 0) {
                look();
                for (size_t n = 0; n < m_changes; ++n) {
                    heard(m_changed[n]);
                }
            }
        }
    }

    /// Forgets the line, as if nothing had been heard; positions count from zero again.
    void reset() { *this = ToneDetector(); }

private:
    static constexpr size_t historyBlocks = 12; // 60 ms
    using BlockPair = TonePair<blockSize / 2>;

    /// A filter with a zero on one of the two tones of a dial tone, so that keys are heard through it.
    struct Notch {
        float one = 0;
        float two = 0;
        float take(float sample, float twoCosine);
    };
    /// Windows that agree on the tones of a key which has not been believed yet.
    struct Candidate {
        char key = 0;
        qint64 first = 0; ///< block of the first window
        ToneFit fit = {}; ///< of the newest window, with the amplitudes of the loudest
        int windows = 0;
        bool inNoise = false;
    };
    /// The key that is pressed now, or was until a moment ago.
    struct Press {
        KeyTone tone;
        ToneFit fit;
        PairAmplitudes last; ///< in the last block that was full of it
        qint64 lastFull = 0; ///< the number of this block
        float missing = 0; ///< blocks that lack the tone since then
        bool paused = false; ///< missing for so long that the next such tone is a new press
    };

    std::span<const qint16> fill(std::span<const qint16> samples);
    void look();
    void follow();
    void consider(const PairGuess &guess, ToneFit fit);
    void press(char key, const ToneFit &fit, double heard);
    void release();
    void report(const KeyTone &tone) { m_changed[m_changes++] = tone; }

    [[nodiscard]] const float *block(size_t ago) const
    {
        return m_history.data() + (historyBlocks - 1 - ago) * blockSize;
    }
    [[nodiscard]] PairAmplitudes amplitudes(const BlockPair &pair, size_t ago) const;
    [[nodiscard]] double blocksWith(const ToneFit &fit) const;
    [[nodiscard]] bool goesOn(char key, const ToneFit &fit, double heard) const;

    std::array<float, historyBlocks * blockSize> m_history{};
    size_t m_filled = 0; ///< samples in the newest block
    qint64 m_block = 0; ///< blocks taken
    std::array<Notch, 2> m_notches;
    ToneBank m_bank;
    Candidate m_candidate;
    std::optional<Press> m_press;
    qint64 m_forgotten = 0; ///< the first block that may count for a new press
    std::array<KeyTone, 2> m_changed;
    size_t m_changes = 0;
};

} // namespace knock::hearing
