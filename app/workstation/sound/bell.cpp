// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/bell.h"

#include "app/workstation/sound/ringer.h"

#include <algorithm>
#include <cmath>

namespace knock::sound {

Bell::Bell(const Headset &headset)
    : m_headset(headset)
    , m_ringer(new Ringer)
{
    m_thread.setObjectName(QStringLiteral("bell"));
    m_ringer->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_ringer, &QObject::deleteLater);
    connect(&headset, &Headset::devicesChanged, this, [this] {
        m_broken.clear(); // it may have been plugged in again
        choose();
    });
    // A loudspeaker that does not play must not leave the position without a bell.
    connect(m_ringer, &Ringer::failed, this, [this](const QByteArray &device) {
        m_broken = device;
        choose();
        play();
    });
    m_thread.start();
}

Bell::~Bell()
{
    m_thread.quit();
    m_thread.wait();
}

void Bell::ring(Melody melody, size_t step, bool soft)
{
    m_ringing = {melody, step, soft};
    play();
}

void Bell::stop()
{
    m_ringing.reset();
    play();
}

void Bell::tryOut(Melody melody)
{
    const Ring ring{melody, 0, peakOf(level(melody), 0, false), true};
    if (!m_ringing)
        QMetaObject::invokeMethod(m_ringer, [this, ring] { m_ringer->play(ring); });
}

void Bell::setLevel(Melody melody, Level level)
{
    m_levels.at(static_cast<size_t>(melody)) = melody == Melody::Call ? std::max(level, Level::Quiet) : level;
    if (m_ringing)
        play();
}

void Bell::useDevice(const QByteArray &id)
{
    m_wanted = id;
    m_broken.clear();
    choose();
}

// Speech on a telephone line is nominally 26 dB below the full scale (ITU-T P.56). The bell is above that where nobody
// speaks, and well below it, at the pace of its first step, where somebody does.
double Bell::peakOf(Level level, size_t step, bool soft)
{
    if (level == Level::Off)
        return 0;
    constexpr std::array<double, mostPressing + 1> decibels{-26, -22, -18, -14};
    const double more = level == Level::Quiet ? -8 : level == Level::Loud ? 8 : 0;
    const double loudest = soft ? -40 : -6;
    return std::pow(10, std::min(decibels.at(std::min(step, mostPressing)) + more, loudest) / 20);
}

void Bell::choose()
{
    const QList<QAudioDevice> devices = m_headset.headphones();
    const auto wanted = std::ranges::find(devices, m_wanted, &QAudioDevice::id);
    const bool works = wanted != devices.end() && m_wanted != m_broken;
    const QAudioDevice device = works ? *wanted : m_headset.headphone();
    if (device != std::exchange(m_device, device))
        QMetaObject::invokeMethod(m_ringer, [this, device] { m_ringer->playOn(device); });
}

void Bell::play()
{
    std::optional<Ring> ring;
    if (m_ringing) {
        const auto &[melody, step, soft] = *m_ringing;
        const double peak = peakOf(level(melody), step, soft);
        if (peak > 0)
            ring = Ring{melody, soft ? 0 : step, peak, false};
    }
    QMetaObject::invokeMethod(m_ringer, [this, ring] { m_ringer->play(ring); });
}

} // namespace knock::sound
