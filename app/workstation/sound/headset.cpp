// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/headset.h"

#include "app/workstation/sound/engine.h"

#include <algorithm>

namespace knock::sound {

namespace {

QAudioDevice find(const QList<QAudioDevice> &devices, const QByteArray &id, const QAudioDevice &otherwise)
{
    const auto found = std::ranges::find(devices, id, &QAudioDevice::id);
    return found == devices.end() ? otherwise : *found;
}

} // namespace

Headset::Headset() { m_thread.setObjectName(QStringLiteral("headset")); }

Headset::~Headset()
{
    m_thread.quit();
    m_thread.wait();
}

void Headset::open()
{
    m_engine = new Engine(m_port);
    m_engine->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_engine, &QObject::deleteLater);
    connect(m_engine, &Engine::level, this, &Headset::level);
    connect(m_engine, &Engine::troubled, this, &Headset::troubled);
    m_thread.start();

    m_devices = std::make_unique<QMediaDevices>();
    connect(m_devices.get(), &QMediaDevices::audioInputsChanged, this, &Headset::choose);
    connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, &Headset::choose);
    choose();
}

void Headset::useMicrophone(const QByteArray &id)
{
    m_wantedMicrophone = id;
    choose();
}

void Headset::useHeadphones(const QByteArray &id)
{
    m_wantedHeadphones = id;
    choose();
}

void Headset::setMuted(bool muted)
{
    if (muted == std::exchange(m_isMuted, muted))
        return;
    if (m_engine)
        QMetaObject::invokeMethod(m_engine, &Engine::setMuted, muted);
    Q_EMIT mutedChanged(muted);
}

// A headset that is pulled out and plugged in again, in the middle of a call, goes on.
void Headset::choose()
{
    if (!m_engine)
        return; // open() will
    const QAudioDevice microphone = find(microphones(), m_wantedMicrophone, QMediaDevices::defaultAudioInput());
    const QAudioDevice headphones = find(this->headphones(), m_wantedHeadphones, QMediaDevices::defaultAudioOutput());
    if (microphone != std::exchange(m_microphone, microphone))
        QMetaObject::invokeMethod(m_engine, &Engine::listenTo, microphone);
    if (headphones != std::exchange(m_headphones, headphones))
        QMetaObject::invokeMethod(m_engine, &Engine::playOn, headphones);
    Q_EMIT devicesChanged();
}

} // namespace knock::sound
