// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/tonedetector.h"

#include <algorithm>

namespace knock::hearing {

namespace {

// Q.24 wants 40 ms accepted and 23 ms refused. A block more than this, and the press is late; less, and 24 ms pass.
constexpr double leastHeard = 4.95; // blocks
constexpr qint64 longestDoubt = 8; // blocks from the first window that agrees to the last
constexpr int leastWindows = 2;
constexpr int leastWindowsInNoise = 3;
// From window to window, as a share of the frequency: a siren's tones move, a key's stand.
constexpr float mostDrift = 0.016F;
// Less of the tone than this in a block is taken for noise.
constexpr float leastPart = 0.3F;
// With more of the tone than this, a block counts as full.
constexpr float fullPart = 0.5F;
// An interruption of 10 ms is none (Q.24); a pause of 20 ms is one.
constexpr float mostMissing = 3.2F; // blocks
// How long the release is held back for a tone that may go on: one lost packet and the time to hear it again.
constexpr qint64 longestPause = 10; // blocks

// A lost packet of 20 ms leaves the tones in step with what they were before it; a second press does not, and its pause
// may be as short as 25 ms.
constexpr double longestLoss = 4.6; // blocks
constexpr float mostOutOfStep = 0.4F; // radians

constexpr std::array dialTone{350, 440}; // Hz (ITU-T E.180, North America)
constexpr float notchWidth = 0.985F; // radius of the poles

TonePair<blockSize / 2> pairOf(const ToneFit &fit) { return {fit.rowAngle, fit.columnAngle}; }

float powerOf(const ToneFit &fit)
{
    return fit.rowAmplitude * fit.rowAmplitude + fit.columnAmplitude * fit.columnAmplitude;
}

} // namespace

float ToneDetector::Notch::take(float sample, float twoCosine)
{
    const float now = sample + notchWidth * twoCosine * one - notchWidth * notchWidth * two;
    const float filtered = now - twoCosine * one + two;
    two = one;
    one = now;
    return filtered;
}

std::span<const qint16> ToneDetector::fill(std::span<const qint16> samples)
{
    static const std::array twoCosines{static_cast<float>(2 * std::cos(turn(dialTone[0]))),
                                       static_cast<float>(2 * std::cos(turn(dialTone[1])))};
    if (m_filled == 0) {
        std::shift_left(m_history.begin(), m_history.end(), blockSize);
    }
    const size_t count = std::min(blockSize - m_filled, samples.size());
    float *const to = m_history.data() + (historyBlocks - 1) * blockSize + m_filled;
    for (size_t i = 0; i < count; ++i) {
        to[i] = m_notches[1].take(m_notches[0].take(samples[i], twoCosines[0]), twoCosines[1]);
    }
    m_filled = (m_filled + count) % blockSize;
    return samples.subspan(count);
}

void ToneDetector::look()
{
    m_changes = 0;
    ++m_block;
    m_bank.take(std::span<const float, blockSize>(block(0), blockSize));
    if (m_press) {
        follow();
    }
    const std::optional<PairGuess> guess = m_bank.guess();
    const bool isKnown = guess && m_press && !m_press->paused && keyOf(guess->row, guess->column) == m_press->tone.key;
    if (!guess || isKnown) {
        return;
    }
    const std::span<const float, windowSize> window(block(windowBlocks - 1), windowSize);
    if (const std::optional<ToneFit> fit = fitKey(window, *guess, m_bank.energy())) {
        consider(*guess, *fit);
    }
}

void ToneDetector::consider(const PairGuess &guess, ToneFit fit)
{
    const char key = keyOf(guess.row, guess.column);
    const bool agrees = m_candidate.key == key && m_block - m_candidate.first <= longestDoubt
        && std::abs(fit.rowDeviation - m_candidate.fit.rowDeviation) < mostDrift
        && std::abs(fit.columnDeviation - m_candidate.fit.columnDeviation) < mostDrift;
    if (!agrees) {
        m_candidate = {.key = key, .first = m_block};
    }
    // A window that the press does not fill yet, or no more, shows it too quiet.
    fit.rowAmplitude = std::max(fit.rowAmplitude, m_candidate.fit.rowAmplitude);
    fit.columnAmplitude = std::max(fit.columnAmplitude, m_candidate.fit.columnAmplitude);
    m_candidate.fit = fit;
    ++m_candidate.windows;
    m_candidate.inNoise = m_candidate.inNoise || fit.inNoise;
    if (m_candidate.windows < (m_candidate.inNoise ? leastWindowsInNoise : leastWindows)) {
        return;
    }
    const double heard = blocksWith(fit);
    if (heard < leastHeard) {
        return;
    }
    m_candidate = {};
    if (goesOn(key, fit, heard)) {
        m_press->last = amplitudes(pairOf(fit), 0);
        m_press->lastFull = m_block;
        m_press->missing = 0;
        m_press->paused = false;
    } else {
        press(key, fit, heard);
    }
}

void ToneDetector::press(char key, const ToneFit &fit, double heard)
{
    const double rowLevel = levelOf(fit.rowAmplitude * fit.rowAmplitude / 2);
    const double columnLevel = levelOf(fit.columnAmplitude * fit.columnAmplitude / 2);
    const KeyTone tone{.change = KeyTone::Change::Pressed,
                       .key = key,
                       .onset = std::max(m_block * qint64(blockSize) - std::llround(heard * blockSize), qint64(0)),
                       .level = levelOf(powerOf(fit) / 2),
                       .twist = columnLevel - rowLevel,
                       .deviation = std::max(std::abs(fit.rowDeviation), std::abs(fit.columnDeviation))};
    if (m_press) {
        release();
    }
    report(tone);
    m_press = Press{.tone = tone, .fit = fit, .last = amplitudes(pairOf(fit), 0), .lastFull = m_block};
}

void ToneDetector::follow()
{
    if (m_press->paused) {
        if (m_block - m_press->lastFull > longestPause) {
            release();
        }
        return;
    }
    const PairAmplitudes now = amplitudes(pairOf(m_press->fit), 0);
    // Both tones together: codecs shift power from one to the other.
    const float part = std::sqrt((std::norm(now.row) + std::norm(now.column)) / powerOf(m_press->fit));
    if (part >= fullPart) {
        m_press->missing = 0;
        m_press->last = now;
        m_press->lastFull = m_block;
        return;
    }
    m_press->missing += 1 - part;
    if (m_press->missing > mostMissing) {
        m_press->paused = true;
        m_forgotten = m_press->lastFull;
    }
}

void ToneDetector::release()
{
    m_press->tone.change = KeyTone::Change::Released;
    m_press->tone.end = m_press->lastFull * qint64(blockSize);
    report(m_press->tone);
    m_forgotten = m_press->lastFull;
    m_press.reset();
}

PairAmplitudes ToneDetector::amplitudes(const BlockPair &pair, size_t ago) const
{
    return pair.in(Folded<blockSize / 2>(block(ago)));
}

double ToneDetector::blocksWith(const ToneFit &fit) const
{
    const BlockPair pair = pairOf(fit);
    double sum = 0;
    for (size_t ago = 0; ago < historyBlocks && m_block - static_cast<qint64>(ago) > m_forgotten; ++ago) {
        const PairAmplitudes there = amplitudes(pair, ago);
        const float part
            = std::min(std::abs(there.row) / fit.rowAmplitude, std::abs(there.column) / fit.columnAmplitude);
        sum += part < leastPart ? 0 : std::min(part, 1.0F);
    }
    return sum;
}

bool ToneDetector::goesOn(char key, const ToneFit &fit, double heard) const
{
    if (!m_press || key != m_press->tone.key) {
        return false;
    }
    const double since = static_cast<double>(m_block - m_press->lastFull);
    if (since - heard > longestLoss) {
        return false;
    }
    const PairAmplitudes now = amplitudes(pairOf(fit), 0);
    const auto isInStep
        = [&](std::complex<float> before, std::complex<float> after, double angleBefore, double angleAfter) {
              const double turned = (angleBefore + angleAfter) / 2 * since * blockSize;
              return std::abs(std::arg(std::complex<double>(after) * std::conj(std::complex<double>(before))
                                       * std::polar(1.0, -turned)))
                  < mostOutOfStep;
          };
    return isInStep(m_press->last.row, now.row, m_press->fit.rowAngle, fit.rowAngle)
        && isInStep(m_press->last.column, now.column, m_press->fit.columnAngle, fit.columnAngle);
}

} // namespace knock::hearing
