// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/tonebank.h"

#include <algorithm>

namespace knock::hearing {

namespace {

// The tones are whole numbers of hertz and blocks last 1/200 s, so after 200 blocks every tone is back at its phase.
constexpr size_t blocksOfPeriod = sampleRate / blockSize;

struct Tables {
    std::array<std::array<float, keypadTones.size()>, blockSize> cosine;
    std::array<std::array<float, keypadTones.size()>, blockSize> sine;
    std::array<std::complex<float>, blocksOfPeriod> phase;

    Tables()
    {
        for (size_t sample = 0; sample < blockSize; ++sample) {
            for (size_t tone = 0; tone < keypadTones.size(); ++tone) {
                const double angle = turn(keypadTones[tone]) * static_cast<double>(sample);
                cosine[sample][tone] = static_cast<float>(std::cos(angle));
                sine[sample][tone] = static_cast<float>(-std::sin(angle));
            }
        }
        for (size_t step = 0; step < blocksOfPeriod; ++step) {
            phase[step] = std::polar(1.0F, static_cast<float>(-turn(static_cast<double>(step * blockSize))));
        }
    }
};

const Tables &tables()
{
    static const Tables made;
    return made;
}

// About -53 dBm0. Q.24 wants nothing to be heard below -55 dBm.
constexpr float quietest = 100.0F * windowSize;
// Of the power of the window. In noise as strong as the tones less would do, but then nothing else is certain either.
constexpr float leastShare = 0.2F;
// Wider than what is accepted in the end, because this first look is rough.
constexpr float mostTwist = 40.0F;
// The loudest of a row or column must have twice the power of each other.
constexpr float leastLead = 2.0F;
constexpr double widestDeviation = 0.05;

} // namespace

void ToneBank::take(std::span<const float, blockSize> block)
{
    const Tables &table = tables();
    std::array<float, keypadTones.size()> real{};
    std::array<float, keypadTones.size()> imaginary{};
    float energy = 0;
    for (size_t sample = 0; sample < blockSize; ++sample) {
        const float value = block[sample];
        energy += value * value;
        for (size_t tone = 0; tone < keypadTones.size(); ++tone) {
            real[tone] += value * table.cosine[sample][tone];
            imaginary[tone] += value * table.sine[sample][tone];
        }
    }
    std::shift_left(m_blocks.begin(), m_blocks.end(), 1);
    m_blocks.back().energy = energy;
    for (size_t tone = 0; tone < keypadTones.size(); ++tone) {
        const size_t step = static_cast<size_t>(keypadTones[tone]) * m_count % blocksOfPeriod;
        m_blocks.back().tones[tone] = std::complex(real[tone], imaginary[tone]) * table.phase[step];
    }
    m_count = (m_count + 1) % blocksOfPeriod;
}

float ToneBank::energy() const
{
    float sum = 0;
    for (const Block &block : m_blocks) {
        sum += block.energy;
    }
    return sum;
}

std::optional<PairGuess> ToneBank::guess() const
{
    const float whole = energy();
    if (whole < quietest) {
        return {};
    }
    // Two halves of 10 ms each, so that tones may lie beside their nominal frequency.
    std::array<float, keypadTones.size()> power{};
    for (size_t tone = 0; tone < keypadTones.size(); ++tone) {
        power[tone] = std::norm(m_blocks[0].tones[tone] + m_blocks[1].tones[tone])
            + std::norm(m_blocks[2].tones[tone] + m_blocks[3].tones[tone]);
    }
    const auto columnsBegin = power.begin() + rows;
    const auto row = std::max_element(power.begin(), columnsBegin);
    const auto column = std::max_element(columnsBegin, power.end());
    // A sine that fills the window has energy * windowSize / 4 here.
    if (*row + *column < leastShare * whole * windowSize / 4 || *column > mostTwist * *row
        || *row > mostTwist * *column) {
        return {};
    }
    for (auto other = power.begin(); other != power.end(); ++other) {
        const auto loudest = other < columnsBegin ? row : column;
        if (other != loudest && *other * leastLead > *loudest) {
            return {};
        }
    }
    PairGuess guess{.row = static_cast<size_t>(row - power.begin()),
                    .column = static_cast<size_t>(column - power.begin())};
    guess.rowHertz = frequency(guess.row);
    guess.columnHertz = frequency(guess.column);
    const auto isNear
        = [](double hertz, size_t tone) { return std::abs(hertz / keypadTones[tone] - 1) <= widestDeviation; };
    if (!isNear(guess.rowHertz, guess.row) || !isNear(guess.columnHertz, guess.column)) {
        return {};
    }
    return guess;
}

// The phase that a tone gains on its nominal frequency from block to block tells up to 100 Hz of deviation, roughly;
// from half to half it tells twice as finely, up to 50 Hz.
double ToneBank::frequency(size_t tone) const
{
    const auto at = [&](size_t block) { return m_blocks[block].tones[tone]; };
    const std::complex<float> byBlock = at(1) * std::conj(at(0)) + at(2) * std::conj(at(1)) + at(3) * std::conj(at(2));
    const std::complex<float> byHalf = (at(2) + at(3)) * std::conj(at(0) + at(1));
    constexpr double blocksPerSecond = blocksOfPeriod;
    const double rough = std::arg(byBlock) / (2 * std::numbers::pi) * blocksPerSecond;
    const double fine = std::arg(byHalf) / (2 * std::numbers::pi) * blocksPerSecond / 2;
    constexpr double ambiguity = blocksPerSecond / 2;
    return keypadTones[tone] + fine + std::round((rough - fine) / ambiguity) * ambiguity;
}

} // namespace knock::hearing
