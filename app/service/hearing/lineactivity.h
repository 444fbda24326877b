// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keypad.h"

#include <array>
#include <span>

namespace knock::hearing {

/// Something on the line that is no key.
struct LineMark {
    enum class Kind {
        Silence, ///< nothing above the noise of the line for three seconds; once for each silence
        Speech, ///< a voice, about 120 ms of it; once until a second has been quiet
        Breath, ///< breath, cough or whisper: noise without a voice for 400 ms; a hint
        Knocking, ///< three knocks on the handset, at most 1.5 s apart; a hint
    };

    Kind kind = Kind::Silence;
    qint64 at = 0; ///< samples since the beginning: where it was known
    double above = 0; ///< dB above the noise of the line
};

/// Says what a caller who does not speak lets be heard: how loud the line is, how long it has been silent, and marks.
///
/// Takes 8 kHz mono in pieces of any size and looks every 10 ms. The marks are hints for a person: phones suppress what
/// they take for noise, a knock above all, and a whisper sounds like a breath. Not for sharing between threads;
/// allocates nothing.
class LineActivity
{
public:
    /// Calls \a marked with a LineMark for every mark, in order.
    template <typename Marked>
    void take(std::span<const qint16> samples, Marked marked)
    {
        while (!samples.empty()) {
            samples = fill(samples);
            if (m_filled == 0) {
                look();
                for (size_t n = 0; n < m_marks; ++n) {
                    marked(m_marked[n]);
                }
            }
        }
    }

    /// Of the last 20 ms, in dBm0; about -117 for digital silence.
    [[nodiscard]] double level() const;
    /// How long nothing has been above the noise of the line, in milliseconds.
    [[nodiscard]] int silence() const { return m_quiet * frameTime; }

    /// Forgets the line, as if nothing had been heard; positions count from zero again.
    void reset() { *this = LineActivity(); }

private:
    static constexpr int frameTime = 10; // ms
    static constexpr size_t frameSize = sampleRate / 1000 * frameTime;
    static constexpr size_t voiceFrames = 3; // what a voice is looked for in: two periods of the deepest
    static constexpr size_t knockFrames = 24; // what a knock is looked for in

    struct Frame {
        float rms = 0;
        float peak = 0;
    };

    std::span<const qint16> fill(std::span<const qint16> samples);
    void look();
    void lookForVoice(bool loud);
    void lookForKnock();
    [[nodiscard]] bool isKnock() const;
    [[nodiscard]] bool isVoiced() const;
    void mark(LineMark::Kind kind, float rms);

    std::array<float, voiceFrames * frameSize> m_sound{};
    std::array<Frame, knockFrames> m_frames; ///< the oldest first
    size_t m_filled = 0; ///< samples in the newest frame
    qint64 m_frame = 0; ///< frames taken
    float m_noise = 50; ///< rms of the line when nobody is heard
    int m_quiet = 0; ///< frames since something was above the noise
    int m_loud = 0; ///< frames it has been above the noise
    int m_voiced = 0; ///< counts up with voiced frames, down with others
    int m_unvoiced = 0; ///< counts up with loud frames without a voice, down with others
    qint64 m_lastVoice = -1000; ///< the frame in which a voice was last certain
    qint64 m_lastKnock = -1000;
    int m_knocks = 0; ///< in a row
    bool m_silenceMarked = false;
    bool m_speechMarked = false;
    bool m_breathMarked = false;
    std::array<LineMark, 4> m_marked;
    size_t m_marks = 0;
};

} // namespace knock::hearing
