// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/ringer.h"

using namespace std::chrono_literals;

namespace knock::sound {

Ringer::Ringer()
{
    m_pouring.setParent(this); // it moves to the ringer's thread with it
    m_pouring.setInterval(20ms);
    connect(&m_pouring, &QTimer::timeout, this, &Ringer::pour);
}

Ringer::~Ringer()
{
    m_sink.reset();
    m_pouring.setParent(nullptr);
}

void Ringer::playOn(const QAudioDevice &device)
{
    m_device = device;
    const bool isPlaying = m_sink != nullptr;
    stop();
    if (isPlaying)
        start();
}

void Ringer::play(const std::optional<Ring> &ring)
{
    m_chime.play(ring);
    if (ring && !m_sink)
        start();
}

void Ringer::start()
{
    if (m_device.isNull())
        return;
    m_sink = std::make_unique<QAudioSink>(m_device, Chime::format());
    m_sink->setBufferSize(Chime::rate / 10 * int(sizeof(qint16)));
    m_card = m_sink->start();
    if (m_sink->error() == QAudio::NoError) {
        m_pouring.start();
        return;
    }
    stop();
    Q_EMIT failed(m_device.id());
}

void Ringer::stop()
{
    m_pouring.stop();
    m_card = nullptr;
    m_sink.reset();
}

void Ringer::pour()
{
    QByteArray played(m_sink->bytesFree() & ~qsizetype{1}, '\0');
    m_chime.fill({reinterpret_cast<qint16 *>(played.data()), static_cast<size_t>(played.size()) / sizeof(qint16)});
    m_card->write(played);
    if (m_chime.hasEnded())
        stop();
}

} // namespace knock::sound
