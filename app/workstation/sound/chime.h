// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <QAudioFormat>
#include <span>

namespace knock::sound {

/// What the bell rings for. Each has a melody of its own, so that nobody has to look to know which it is.
enum class Melody {
    Knock, ///< three short knocks
    Lost, ///< three falling tones
    Call ///< two warbling tones, as a telephone has them
};

inline constexpr size_t mostPressing = 3;

/// How a melody is played.
struct Ring {
    Melody melody = Melody::Call;
    size_t step = 0; ///< up to mostPressing: the more, the shorter the pause
    double peak = 0; ///< of the full scale
    bool once = false;
    bool operator==(const Ring &) const = default;
};

/// Makes the sound of the bell: sines with soft edges. Silence when nothing is to be rung.
class Chime
{
public:
    static constexpr int rate = 48000;

    [[nodiscard]] static QAudioFormat format();

    void play(const std::optional<Ring> &ring);
    /// The next samples.
    void fill(std::span<qint16> samples);
    /// What was rung has died away, the last of it long enough ago to have left the card.
    [[nodiscard]] bool hasEnded() const;

private:
    [[nodiscard]] qint16 next();

    std::optional<Ring> m_ring;
    int m_position = 0; ///< in the melody, in samples
    double m_pitch = 0; ///< of the tone that sounds or dies away
    double m_phase = 0;
    double m_gain = 0;
    int m_silent = 0; ///< samples since it became silent
};

} // namespace knock::sound
