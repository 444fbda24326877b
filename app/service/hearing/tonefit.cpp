// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/tonefit.h"

#include "app/service/hearing/tonepair.h"

#include <algorithm>

namespace knock::hearing {

namespace {

constexpr size_t half = windowSize / 2;
using Window = Folded<half>;
using Pair = TonePair<half>;

// ---- Limits

// Q.24 (AT&T): accepted up to 1.5 %, refused from 3.5 %. In noise the frequency itself is less certain.
constexpr double widestDeviation = 0.022;
constexpr double widestDeviationInNoise = 0.019;
// Q.24 (AT&T): column 4 dB above to 8 dB below the row. Calls from real networks have shown 8 dB above.
constexpr double mostColumnAbove = 10.5; // dB
constexpr double mostRowAbove = 12.5; // dB
// Between the two tones. The keypad's frequencies were chosen so that every overtone of one is at least 4.2 % away from
// the others: a siren or a voice has to lie far off on both to sound like a key.
constexpr double widestSpread = 0.037;
// Each tone. Q.24 wants -25 dBm heard and nothing below -55 dBm.
constexpr double quietest = -37; // dBm0
// From here on what is not tone is noise to reckon with.
constexpr double noisy = 0.22;
constexpr double mostRest = 0.45;
// Below this there is nothing in the rest that a voice or an instrument would have put there.
constexpr double pureRest = 0.03;
// How the second half of the window may differ from the first: less where a press begins, and where it is clean hardly
// less, because struck things fade and keys do not.
constexpr double mostRise = 1.39;
constexpr double mostFade = 0.87;
constexpr double mostChange = 0.42;
// Another tone in the rest must be this far below the weaker of the two tones.
constexpr double lineBelow = 8; // dB
constexpr double lineBelowInNoise = 9; // dB
// What speaks or plays has overtones; two sines do not, and clipping adds only odd ones.
constexpr double overtoneBelow = 13.5; // dB
constexpr double overtoneBelowInNoise = 12; // dB

double ratioOf(double decibels) { return std::pow(10.0, decibels / 10); }

// ---- The fit

struct Rest {
    std::array<float, half> even;
    std::array<float, half> odd;
    float energy;
    double rowPull; ///< how the row's frequency must move, in radians a sample
    double columnPull;
};

// The sum of the squares of the times in the window, as counted from its middle.
constexpr double momentOfTime = windowSize * (static_cast<double>(windowSize) * windowSize - 1) / 12;

// What the two tones leave, and the step of Gauss and Newton for each frequency. The two are far enough apart to be
// moved independently.
Rest restOf(const Window &sound, const Pair &pair, const PairAmplitudes &found)
{
    Rest rest;
    const float rowCosine = found.row.real();
    const float rowSine = -found.row.imag();
    const float columnCosine = found.column.real();
    const float columnSine = -found.column.imag();
    std::array<float, 4> energy{};
    std::array<float, 4> row{};
    std::array<float, 4> column{};
    for (size_t i = 0; i < half; i += 4) {
        for (size_t lane = 0; lane < 4; ++lane) {
            const size_t at = i + lane;
            const float even
                = sound.even[at] - 2 * (rowCosine * pair.row.cosine[at] + columnCosine * pair.column.cosine[at]);
            const float odd = sound.odd[at] - 2 * (rowSine * pair.row.sine[at] + columnSine * pair.column.sine[at]);
            const float time = static_cast<float>(at) + 0.5F;
            energy[lane] += even * even + odd * odd;
            row[lane] += time * (rowSine * pair.row.cosine[at] * odd - rowCosine * pair.row.sine[at] * even);
            column[lane]
                += time * (columnSine * pair.column.cosine[at] * odd - columnCosine * pair.column.sine[at] * even);
            rest.even[at] = even;
            rest.odd[at] = odd;
        }
    }
    const auto sum = [](const std::array<float, 4> &lanes) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); };
    rest.energy = sum(energy) / 2;
    rest.rowPull = 2 * sum(row) / (momentOfTime * std::norm(found.row) + 1e-9);
    rest.columnPull = 2 * sum(column) / (momentOfTime * std::norm(found.column) + 1e-9);
    return rest;
}

// ---- Other tones in the rest

// A spectrum from 312.5 Hz to 3437.5 Hz with Hann's window, coarse enough that no line falls between two of its lines.
constexpr double spacing = 62.5; // Hz
constexpr size_t firstLine = 5;
constexpr size_t lines = 51;

struct Spectrum {
    std::array<std::array<float, half>, lines> cosine;
    std::array<std::array<float, half>, lines> sine;

    Spectrum()
    {
        for (size_t line = 0; line < lines; ++line) {
            for (size_t i = 0; i < half; ++i) {
                const double time = static_cast<double>(i) + 0.5;
                const double hann = 0.5 + 0.5 * std::cos(2 * std::numbers::pi * time / windowSize);
                const double angle = turn(spacing * static_cast<double>(firstLine + line)) * time;
                cosine[line][i] = static_cast<float>(hann * std::cos(angle));
                sine[line][i] = static_cast<float>(hann * std::sin(angle));
            }
        }
    }
};

const Spectrum &spectrum()
{
    static const Spectrum made;
    return made;
}

// The square of the amplitude of a sine on this line.
float lineIn(const Rest &rest, size_t line)
{
    const float cosine = dot(rest.even, spectrum().cosine[line]);
    const float sine = dot(rest.odd, spectrum().sine[line]);
    constexpr float gain = windowSize / 4.0F; // half by Hann's window, half by the sine's own
    return (cosine * cosine + sine * sine) / (gain * gain);
}

bool hasOvertone(const Rest &rest, double hertz, float amplitude, double below)
{
    const auto line = static_cast<size_t>(std::lround(2 * hertz / spacing)) - firstLine;
    return lineIn(rest, line) * ratioOf(below) > amplitude * amplitude;
}

bool hasOtherTone(const Rest &rest, double limit)
{
    for (size_t line = 0; line < lines; ++line) {
        if (lineIn(rest, line) > limit) {
            return true;
        }
    }
    return false;
}

// ---- The two halves

bool isSteady(double first, double second, float restShare)
{
    if (restShare < pureRest) {
        return second > mostFade * first && second < mostRise * first;
    }
    return second > mostChange * first && first > mostChange * second;
}

bool isSteady(std::span<const float, windowSize> window, const ToneFit &fit, float restShare)
{
    const TonePair<half / 2> pair(fit.rowAngle, fit.columnAngle);
    const PairAmplitudes first = pair.in(Folded<half / 2>(window.data()));
    const PairAmplitudes second = pair.in(Folded<half / 2>(window.data() + half));
    return isSteady(std::abs(first.row), std::abs(second.row), restShare)
        && isSteady(std::abs(first.column), std::abs(second.column), restShare);
}

} // namespace

std::optional<ToneFit> fitKey(std::span<const float, windowSize> window, const PairGuess &guess, float energy)
{
    const Window sound(window.data());
    ToneFit fit{.rowAngle = turn(guess.rowHertz), .columnAngle = turn(guess.columnHertz)};
    constexpr double longestStep = 0.012; // radians a sample: 15 Hz
    for (int round = 0; round < 2; ++round) {
        const Pair pair(fit.rowAngle, fit.columnAngle);
        const Rest rest = restOf(sound, pair, pair.in(sound));
        fit.rowAngle += std::clamp(rest.rowPull, -longestStep, longestStep);
        fit.columnAngle += std::clamp(rest.columnPull, -longestStep, longestStep);
    }
    fit.rowDeviation = static_cast<float>(fit.rowAngle / turn(keypadTones[guess.row]) - 1);
    fit.columnDeviation = static_cast<float>(fit.columnAngle / turn(keypadTones[guess.column]) - 1);
    const double deviation = std::max(std::abs(fit.rowDeviation), std::abs(fit.columnDeviation));
    if (deviation > widestDeviation || std::abs(fit.rowDeviation - fit.columnDeviation) > widestSpread) {
        return {};
    }

    const Pair pair(fit.rowAngle, fit.columnAngle);
    const PairAmplitudes found = pair.in(sound);
    const Rest rest = restOf(sound, pair, found);
    const float restShare = rest.energy / energy;
    fit.inNoise = restShare > noisy;
    if (restShare > mostRest || (fit.inNoise && deviation > widestDeviationInNoise)) {
        return {};
    }

    fit.rowAmplitude = std::abs(found.row);
    fit.columnAmplitude = std::abs(found.column);
    const double rowLevel = levelOf(std::norm(found.row) / 2);
    const double columnLevel = levelOf(std::norm(found.column) / 2);
    if (std::min(rowLevel, columnLevel) < quietest || columnLevel - rowLevel > mostColumnAbove
        || rowLevel - columnLevel > mostRowAbove) {
        return {};
    }

    if (!isSteady(window, fit, restShare)) {
        return {};
    }

    if (restShare > pureRest) {
        const double weaker = std::min(std::norm(found.row), std::norm(found.column));
        const double overtone = fit.inNoise ? overtoneBelowInNoise : overtoneBelow;
        if (hasOvertone(rest, keypadTones[guess.row], fit.rowAmplitude, overtone)
            || hasOvertone(rest, keypadTones[guess.column], fit.columnAmplitude, overtone)
            || hasOtherTone(rest, weaker / ratioOf(fit.inNoise ? lineBelowInNoise : lineBelow))) {
            return {};
        }
    }
    return fit;
}

} // namespace knock::hearing
