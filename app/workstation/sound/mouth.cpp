// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/mouth.h"

#include <cmath>

namespace knock::sound {

namespace {

constexpr qint64 sampleSize = sizeof(qint16);
constexpr int samplesToTell = VoiceWay::rate / 10;
constexpr double fullTone = 32768.0 * 32768.0 / 2; // +3.14 dBm0 by ITU-T G.711
constexpr double fullToneLevel = 3.14;
constexpr double floor = -120;

} // namespace

qint64 Mouth::writeData(const char *data, qint64 size)
{
    const std::span samples(reinterpret_cast<const qint16 *>(data), static_cast<size_t>(size / sampleSize));
    if (!m_isMuted)
        m_port->toCaller.put(samples);
    measure(samples);
    return size;
}

void Mouth::measure(std::span<const qint16> samples)
{
    for (const qint16 sample : samples)
        m_energy += double(sample) * sample;
    m_measured += static_cast<int>(samples.size());
    if (m_measured < samplesToTell)
        return;
    const double mean = m_energy / m_measured;
    Q_EMIT level({mean > 0 ? std::max(floor, fullToneLevel + 10 * std::log10(mean / fullTone)) : floor});
    m_energy = 0;
    m_measured = 0;
}

} // namespace knock::sound
