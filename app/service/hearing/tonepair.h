// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <complex>

// Two sines in a piece of sound, found by least squares.
//
// Time is counted from the middle of the piece, so the sound splits into an even part, which only cosines explain, and
// an odd part, which only sines explain. Two systems of two equations are left, and half of the samples.

namespace knock::hearing {

/// A piece of sound of 2 * Half samples, folded about its middle: what lies \a i + 1/2 samples before and after it.
template <size_t Half>
struct Folded {
    std::array<float, Half> even; ///< after plus before
    std::array<float, Half> odd; ///< after minus before

    explicit Folded(const float *samples)
    {
        for (size_t i = 0; i < Half; ++i) {
            const float before = samples[Half - 1 - i];
            const float after = samples[Half + i];
            even[i] = after + before;
            odd[i] = after - before;
        }
    }
};

/// Four sums at a time, which the compiler lays side by side into one register.
template <size_t Half>
float dot(const std::array<float, Half> &a, const std::array<float, Half> &b)
{
    static_assert(Half % 4 == 0);
    std::array<float, 4> sums{};
    for (size_t i = 0; i < Half; i += 4) {
        for (size_t lane = 0; lane < 4; ++lane) {
            sums[lane] += a[i + lane] * b[i + lane];
        }
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// cos and sin of one tone at the times 1/2, 3/2, 5/2 ... samples after the middle.
template <size_t Half>
struct Wave {
    std::array<float, Half> cosine;
    std::array<float, Half> sine;

    /// \a angle: radians from one sample to the next
    explicit Wave(double angle)
    {
        const std::complex<double> step = std::polar(1.0, angle);
        std::complex<double> now = std::polar(1.0, angle / 2);
        for (size_t i = 0; i < 4; ++i) {
            cosine[i] = static_cast<float>(now.real());
            sine[i] = static_cast<float>(now.imag());
            now *= step;
        }
        const auto leapCosine = static_cast<float>(std::cos(4 * angle));
        const auto leapSine = static_cast<float>(std::sin(4 * angle));
        for (size_t i = 4; i < Half; ++i) {
            cosine[i] = cosine[i - 4] * leapCosine - sine[i - 4] * leapSine;
            sine[i] = sine[i - 4] * leapCosine + cosine[i - 4] * leapSine;
        }
    }
};

/// Amplitude (of 16-bit samples) and phase in the middle of the piece: the real part of z * exp(i * angle * time).
struct PairAmplitudes {
    std::complex<float> row;
    std::complex<float> column;
};

template <size_t Half>
class TonePair
{
public:
    /// Angles in radians from one sample to the next.
    TonePair(double rowAngle, double columnAngle)
        : row(rowAngle)
        , column(columnAngle)
        , m_cosines(gram(rowAngle, columnAngle, 1))
        , m_sines(gram(rowAngle, columnAngle, -1))
    {
    }

    [[nodiscard]] PairAmplitudes in(const Folded<Half> &sound) const
    {
        const auto [rowCosine, columnCosine]
            = m_cosines.solve(dot(sound.even, row.cosine), dot(sound.even, column.cosine));
        const auto [rowSine, columnSine] = m_sines.solve(dot(sound.odd, row.sine), dot(sound.odd, column.sine));
        return {{rowCosine, -rowSine}, {columnCosine, -columnSine}};
    }

    const Wave<Half> row;
    const Wave<Half> column;

private:
    /// A symmetric system of two equations.
    struct System {
        float rowRow;
        float rowColumn;
        float columnColumn;

        [[nodiscard]] std::array<float, 2> solve(float withRow, float withColumn) const
        {
            const float determinant = rowRow * columnColumn - rowColumn * rowColumn;
            return {(withRow * columnColumn - withColumn * rowColumn) / determinant,
                    (withColumn * rowRow - withRow * rowColumn) / determinant};
        }
    };

    // The sum of cos(angle * time) over the whole piece (the kernel of Dirichlet).
    static double kernel(double angle) { return std::sin(static_cast<double>(Half) * angle) / std::sin(angle / 2); }

    // cos a cos b = (cos(a - b) + cos(a + b)) / 2, and sin a sin b = (cos(a - b) - cos(a + b)) / 2.
    static System gram(double a, double b, int sign)
    {
        constexpr double samples = 2 * Half;
        return {static_cast<float>((samples + sign * kernel(2 * a)) / 2),
                static_cast<float>((kernel(a - b) + sign * kernel(a + b)) / 2),
                static_cast<float>((samples + sign * kernel(2 * b)) / 2)};
    }

    System m_cosines;
    System m_sines;
};

} // namespace knock::hearing
