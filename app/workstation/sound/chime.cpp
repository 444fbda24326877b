// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/chime.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace knock::sound {

namespace {

constexpr int samplesPerMillisecond = Chime::rate / 1000;
constexpr int edge = 8 * samplesPerMillisecond; // a tone that begins or ends at once clicks
constexpr int drained = 300 * samplesPerMillisecond; // longer than what waits in a card

struct Tone {
    double pitch; ///< Hz
    int from; ///< ms
    int to;
};

using Periods = std::array<int, mostPressing + 1>; ///< ms

constexpr std::array knocks{Tone{988, 0, 90}, Tone{988, 150, 240}, Tone{988, 300, 390}};
constexpr Periods knockPeriods{3000, 2200, 1600, 1000};
constexpr std::array fall{Tone{784, 0, 180}, Tone{587, 200, 380}, Tone{440, 400, 600}};
constexpr Periods fallPeriods{4000, 3000, 2200, 1400};
constexpr std::array warble{Tone{660, 0, 120},   Tone{550, 120, 240}, Tone{660, 240, 360},
                            Tone{550, 360, 480}, Tone{660, 480, 600}, Tone{550, 600, 720}};
constexpr Periods warblePeriods{4000, 3000, 2200, 1400};

std::span<const Tone> tonesOf(Melody melody)
{
    switch (melody) {
    case Melody::Knock:
        return knocks;
    case Melody::Lost:
        return fall;
    case Melody::Call:
        return warble;
    }
    Q_UNREACHABLE_RETURN({});
}

int periodOf(const Ring &ring)
{
    const Periods &periods = ring.melody == Melody::Knock ? knockPeriods
        : ring.melody == Melody::Lost                     ? fallPeriods
                                                          : warblePeriods;
    return periods.at(std::min(ring.step, mostPressing)) * samplesPerMillisecond;
}

} // namespace

QAudioFormat Chime::format()
{
    QAudioFormat format;
    format.setSampleRate(rate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

void Chime::play(const std::optional<Ring> &ring)
{
    // What only becomes more pressing goes on; anything else begins anew.
    if (!m_ring || !ring || m_ring->melody != ring->melody)
        m_position = 0;
    m_ring = ring;
    m_silent = 0;
}

void Chime::fill(std::span<qint16> samples)
{
    for (qint16 &sample : samples)
        sample = next();
}

bool Chime::hasEnded() const { return m_silent > drained; }

qint16 Chime::next()
{
    double target = 0;
    if (m_ring) {
        const auto sounds
            = [at = m_position / samplesPerMillisecond](const Tone &tone) { return tone.from <= at && at < tone.to; };
        const auto tones = tonesOf(m_ring->melody);
        if (const auto tone = std::ranges::find_if(tones, sounds); tone != tones.end()) {
            target = m_ring->peak;
            m_pitch = tone->pitch;
        }
        if (++m_position >= periodOf(*m_ring)) {
            m_position = 0;
            if (m_ring->once)
                m_ring.reset();
        }
    } else if (m_gain == 0 && !hasEnded()) {
        ++m_silent;
    }
    constexpr double step = 1.0 / edge;
    m_gain += std::clamp(target - m_gain, -step, step);
    constexpr double turn = 2 * std::numbers::pi;
    m_phase += turn * m_pitch / rate;
    if (m_phase >= turn)
        m_phase -= turn;
    return static_cast<qint16>(std::lround(32767 * m_gain * std::sin(m_phase)));
}

} // namespace knock::sound
