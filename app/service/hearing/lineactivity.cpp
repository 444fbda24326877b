// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/lineactivity.h"

#include <algorithm>

namespace knock::hearing {

namespace {

// ---- The noise of the line, followed fast downwards and slowly upwards, so that speech does not become noise.

constexpr float fall = 0.05F; // each a share of the difference, a frame
constexpr float rise = 0.002F;
constexpr float riseUnderSound = 0.0003F;
constexpr float leastNoise = 20; // rms
constexpr float mostNoise = 1500;
constexpr float loudOverNoise = 2.5F;

// ---- A voice repeats itself 60 to 400 times a second. It is looked for in every second sample.

constexpr size_t shortestPeriod = 10; // of these samples
constexpr size_t longestPeriod = 65;
constexpr float voicedCorrelation = 0.55F;
// In frames.
constexpr int mostVoiced = 60;
constexpr int certainVoice = 8;
constexpr int speech = 12;
constexpr int endOfSpeech = 100;

constexpr int mostUnvoiced = 120;
constexpr int breath = 40;
constexpr int mostVoiceInBreath = 4;

// In frames.
constexpr int longQuiet = 300;
constexpr int endOfSilence = 3; // a click does not end it

// ---- A knock: quiet, then suddenly loud and spiky, and gone again after 70 ms. It is known 120 ms after it.

constexpr size_t onset = 11; // in the frames kept
constexpr float leastPeak = 600;
constexpr float steepness = 2; // of the frame of the onset above the one before
constexpr float leastOverBefore = 8; // 18 dB
constexpr float leastHeadOverTail = 25; // 14 dB in power
constexpr float leastCrest = 2.2F;
constexpr qint64 quietOfVoice = 200;
constexpr qint64 shortestBetween = 12;
constexpr qint64 longestBetween = 150;
constexpr int knocking = 3; // the plosives of speech look like one knock, but not like three in a row

float decibels(float ratio) { return 20 * std::log10(ratio + 1e-9F); }

} // namespace

std::span<const qint16> LineActivity::fill(std::span<const qint16> samples)
{
    if (m_filled == 0) {
        std::shift_left(m_sound.begin(), m_sound.end(), frameSize);
    }
    const size_t count = std::min(frameSize - m_filled, samples.size());
    std::copy_n(samples.begin(), count, m_sound.end() - frameSize + static_cast<std::ptrdiff_t>(m_filled));
    m_filled = (m_filled + count) % frameSize;
    return samples.subspan(count);
}

double LineActivity::level() const
{
    const Frame &before = m_frames[knockFrames - 2];
    const Frame &now = m_frames[knockFrames - 1];
    return levelOf((before.rms * before.rms + now.rms * now.rms) / 2);
}

void LineActivity::look()
{
    m_marks = 0;
    ++m_frame;
    float energy = 0;
    float peak = 0;
    for (auto sample = m_sound.end() - frameSize; sample != m_sound.end(); ++sample) {
        energy += *sample * *sample;
        peak = std::max(peak, std::abs(*sample));
    }
    const float rms = std::sqrt(energy / frameSize);
    std::shift_left(m_frames.begin(), m_frames.end(), 1);
    m_frames.back() = {.rms = rms, .peak = peak};

    const float pace = rms < m_noise ? fall : rms < 2 * m_noise ? rise : riseUnderSound;
    m_noise = std::clamp(m_noise + pace * (rms - m_noise), leastNoise, mostNoise);
    const bool loud = rms > m_noise * loudOverNoise;
    m_quiet = loud ? 0 : m_quiet + 1;
    m_loud = loud ? m_loud + 1 : 0;
    lookForVoice(loud);
    if (m_loud > endOfSilence) {
        m_silenceMarked = false;
    }
    if (m_quiet >= longQuiet && !m_silenceMarked) {
        m_silenceMarked = true;
        mark(LineMark::Kind::Silence, rms);
    }
    lookForKnock();
}

void LineActivity::lookForVoice(bool loud)
{
    const bool voiced = loud && isVoiced();
    m_voiced = std::clamp(m_voiced + (voiced ? 1 : -1), 0, mostVoiced);
    m_unvoiced = std::clamp(m_unvoiced + (loud && !voiced ? 1 : -1), 0, mostUnvoiced);
    if (m_voiced >= certainVoice) {
        m_lastVoice = m_frame;
    }
    if (m_voiced >= speech && !m_speechMarked) {
        m_speechMarked = true;
        mark(LineMark::Kind::Speech, m_frames.back().rms);
    } else if (m_voiced == 0 && m_quiet > endOfSpeech) {
        m_speechMarked = false;
    }
    if (m_unvoiced >= breath && m_voiced < mostVoiceInBreath && !m_breathMarked) {
        m_breathMarked = true;
        mark(LineMark::Kind::Breath, m_frames.back().rms);
    } else if (m_unvoiced == 0) {
        m_breathMarked = false;
    }
}

// The autocorrelation, made up for the samples that a longer period leaves out. Four sums at a time, which the compiler
// lays side by side into one register.
bool LineActivity::isVoiced() const
{
    std::array<float, voiceFrames * frameSize / 2> sound;
    float energy = 1;
    for (size_t i = 0; i < sound.size(); ++i) {
        sound[i] = m_sound[2 * i] + m_sound[2 * i + 1];
        energy += sound[i] * sound[i];
    }
    for (size_t period = shortestPeriod; period <= longestPeriod; ++period) {
        const size_t count = (sound.size() - period) / 4 * 4;
        std::array<float, 4> sums{};
        for (size_t i = 0; i < count; i += 4) {
            for (size_t lane = 0; lane < 4; ++lane) {
                sums[lane] += sound[i + lane] * sound[i + lane + period];
            }
        }
        const float sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        if (sum * static_cast<float>(sound.size()) > voicedCorrelation * energy * static_cast<float>(count)) {
            return true;
        }
    }
    return false;
}

void LineActivity::lookForKnock()
{
    const qint64 since = m_frame - m_lastKnock;
    if (m_frame - m_lastVoice <= quietOfVoice || since <= shortestBetween || !isKnock()) {
        return;
    }
    m_knocks = since < longestBetween ? m_knocks + 1 : 1;
    m_lastKnock = m_frame;
    if (m_knocks == knocking) {
        mark(LineMark::Kind::Knocking, m_frames[onset].rms);
    }
}

bool LineActivity::isKnock() const
{
    const auto rms = [this](size_t frame) { return m_frames[frame].rms; };
    const float loudest = std::max(rms(onset), rms(onset + 1));
    const float peak = std::max(m_frames[onset].peak, m_frames[onset + 1].peak);
    const float before = std::max({rms(onset - 5), rms(onset - 4), rms(onset - 3), rms(onset - 2), m_noise});
    if (peak < leastPeak || rms(onset - 1) * steepness > loudest || loudest < leastOverBefore * before
        || peak < leastCrest * loudest) {
        return false;
    }
    const auto power = [&](size_t from, size_t to) {
        float sum = 0;
        for (size_t frame = from; frame < to; ++frame) {
            sum += rms(frame) * rms(frame);
        }
        return sum / static_cast<float>(to - from);
    };
    return power(onset, onset + 4) > leastHeadOverTail * power(onset + 7, knockFrames);
}

void LineActivity::mark(LineMark::Kind kind, float rms)
{
    m_marked[m_marks++] = {.kind = kind, .at = m_frame * qint64(frameSize), .above = decibels(rms / m_noise)};
}

} // namespace knock::hearing
