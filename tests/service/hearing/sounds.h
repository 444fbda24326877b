// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/hearing/keypad.h"

#include <algorithm>
#include <numbers>
#include <string_view>
#include <vector>

// Sound that a caller may send, 8 kHz mono, made from a seed: the same on every machine. Levels are in dBm0.

namespace sounds {

using knock::hearing::sampleRate;
using knock::hearing::turn;
using Samples = std::vector<float>;

constexpr std::string_view allKeys = "1234567890*#ABCD";

class Random
{
public:
    explicit Random(quint64 seed)
        : m_state(seed)
    {
    }

    quint64 next() // splitmix64
    {
        quint64 z = m_state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    double uniform(double from = 0, double to = 1)
    {
        return from + (to - from) * static_cast<double>(next() >> 11) / 9007199254740992.0;
    }
    double normal()
    {
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(uniform(0, 2 * std::numbers::pi));
    }

private:
    quint64 m_state;
};

inline size_t samplesIn(double milliseconds)
{
    return static_cast<size_t>(std::lround(milliseconds * sampleRate / 1000));
}

/// The peak of a sine of this level.
inline double peakOf(double level) { return 32768 * std::pow(10.0, (level - 3.14) / 20); }

struct Keys {
    int count = 32;
    std::string_view keys = allKeys; ///< pressed in turn
    double on = 50; ///< ms
    double off = 50; ///< ms
    double offSpread = 13; ///< ms, so that presses meet every phase of a detector's grid
    double level = -10; ///< dBm0, each tone
    double twist = 0; ///< dB, the column above the row
    double rowDeviation = 0; ///< a share
    double columnDeviation = 0;
    double hole = 0; ///< ms without sound in the middle of each press, after which the tones start anew
    double lostPacket = 0; ///< ms without sound in the middle of each press, under which the tones go on
};

struct Pressed {
    char key = 0;
    qint64 begin = 0; ///< samples
    qint64 end = 0;
};

struct Sound {
    Samples samples;
    std::vector<Pressed> keys;
};

inline Sound play(const Keys &keys, quint64 seed)
{
    using namespace knock::hearing;
    Random random(seed);
    Sound sound{Samples(samplesIn(250)), {}};
    const auto tone = [&](size_t index, double share) { return turn(keypadTones[index] * (1 + share)); };
    for (int n = 0; n < keys.count; ++n) {
        const char key = keys.keys[static_cast<size_t>(n) % keys.keys.size()];
        size_t row = 0;
        size_t column = rows;
        while (keyOf(row, column) != key) {
            row = column + 1 < rows + columns ? row : row + 1;
            column = column + 1 < rows + columns ? column + 1 : rows;
        }
        const double rowAngle = tone(row, keys.rowDeviation);
        const double columnAngle = tone(column, keys.columnDeviation);
        double rowPhase = random.uniform(0, 2 * std::numbers::pi);
        double columnPhase = random.uniform(0, 2 * std::numbers::pi);
        const size_t length = samplesIn(keys.on + keys.hole);
        const size_t hole = samplesIn(std::max(keys.hole, keys.lostPacket));
        const size_t holeBegins = (length - hole) / 2;
        const auto begin = static_cast<qint64>(sound.samples.size());
        for (size_t i = 0; i < length; ++i) {
            const bool isInHole = i >= holeBegins && i < holeBegins + hole;
            if (keys.hole > 0 && i == holeBegins + hole) {
                rowPhase = random.uniform(0, 2 * std::numbers::pi);
                columnPhase = random.uniform(0, 2 * std::numbers::pi);
            }
            const double time = static_cast<double>(i);
            const double value = peakOf(keys.level - keys.twist / 2) * std::sin(rowAngle * time + rowPhase)
                + peakOf(keys.level + keys.twist / 2) * std::sin(columnAngle * time + columnPhase);
            sound.samples.push_back(isInHole ? 0 : static_cast<float>(value));
        }
        sound.keys.push_back({key, begin, static_cast<qint64>(sound.samples.size())});
        sound.samples.resize(sound.samples.size() + samplesIn(keys.off + random.uniform(0, keys.offSpread)));
    }
    sound.samples.resize(sound.samples.size() + samplesIn(250));
    return sound;
}

/// About -71 dBm0, what a quiet line has.
constexpr double idle = 4;

inline Samples whiteNoise(size_t count, double rms, quint64 seed)
{
    Random random(seed);
    Samples noise(count);
    std::ranges::generate(noise, [&] { return static_cast<float>(rms * random.normal()); });
    return noise;
}

/// Voices without words: harmonics of a wandering pitch under two wandering formants, in syllables.
inline Samples voices(size_t count, double rms, quint64 seed, int talkers = 8)
{
    Random random(seed);
    Samples sum(count);
    for (int talker = 0; talker < talkers; ++talker) {
        const double pitch = random.uniform(90, 250);
        const double pace = random.uniform(3, 6);
        const double shift = random.uniform(0, 100);
        double phase = 0;
        for (size_t i = 0; i < count; ++i) {
            const double time = static_cast<double>(i) / sampleRate + shift;
            const double now = pitch * (1 + 0.12 * std::sin(2 * std::numbers::pi * 0.7 * time));
            const double lower = 550 + 250 * std::sin(2 * std::numbers::pi * pace / 2.3 * time);
            const double upper = 1700 + 500 * std::sin(2 * std::numbers::pi * pace / 3.1 * time);
            const double syllable = std::max(0.0, 0.4 + 0.6 * std::sin(2 * std::numbers::pi * pace * time));
            phase += turn(now);
            double value = 0;
            for (int harmonic = 1; harmonic * now < 3400; ++harmonic) {
                const auto near = [&](double formant, double width) {
                    const double away = (harmonic * now - formant) / width;
                    return 1 / (1 + away * away);
                };
                value += (near(lower, 90) + 0.5 * near(upper, 140) + 0.02) * std::sin(harmonic * phase);
            }
            sum[i] += static_cast<float>(syllable * value);
        }
    }
    double power = 0;
    for (const float sample : sum) {
        power += sample * sample / static_cast<double>(count);
    }
    for (float &sample : sum) {
        sample *= static_cast<float>(rms / std::sqrt(power));
    }
    return sum;
}

inline void add(Samples &samples, const Samples &other)
{
    std::ranges::transform(samples, other, samples.begin(), std::plus());
}

/// The rms of a noise this far below the keys of \a keys.
inline double rmsBelow(const Keys &keys, double decibels)
{
    const double row = peakOf(keys.level - keys.twist / 2);
    const double column = peakOf(keys.level + keys.twist / 2);
    return std::sqrt((row * row + column * column) / 2) * std::pow(10.0, -decibels / 20);
}

inline std::vector<qint16> pcm(const Samples &samples)
{
    std::vector<qint16> rounded(samples.size());
    std::ranges::transform(samples, rounded.begin(), [](float sample) {
        return static_cast<qint16>(std::lround(std::clamp(sample, -32768.0F, 32767.0F)));
    });
    return rounded;
}

/// A knock on a handset: a few short resonances of its body.
inline void addKnock(Samples &samples, size_t at, double peak, Random &random)
{
    struct Resonance {
        double angle;
        double decay; ///< samples
        double part;
    };
    const std::array resonances{
        Resonance{turn(random.uniform(150, 500)), sampleRate * random.uniform(0.006, 0.014), 1},
        Resonance{turn(random.uniform(500, 1200)), sampleRate * random.uniform(0.003, 0.008), random.uniform(0.3, 1)},
        Resonance{turn(random.uniform(1500, 3200)), sampleRate * random.uniform(0.001, 0.003), random.uniform(0.3, 1)}};
    for (size_t i = 0; i < samplesIn(100) && at + i < samples.size(); ++i) {
        const double time = static_cast<double>(i);
        for (const Resonance &resonance : resonances) {
            samples[at + i] += static_cast<float>(peak / 1.8 * resonance.part * std::exp(-time / resonance.decay)
                                                  * std::sin(resonance.angle * time));
        }
    }
}

} // namespace sounds
