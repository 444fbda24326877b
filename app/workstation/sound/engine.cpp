// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/sound/engine.h"

using namespace std::chrono_literals;

namespace knock::sound {

namespace {

constexpr int bytesPerMillisecond = VoiceWay::rate / 1000 * int(sizeof(qint16));

QAudioFormat telephone()
{
    QAudioFormat format;
    format.setSampleRate(VoiceWay::rate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

Engine::Engine(const std::shared_ptr<VoicePort> &port)
    : m_port(port)
    , m_mouth(port)
{
    // They move to the engine's thread with it.
    m_mouth.setParent(this);
    m_pouring.setParent(this);
    m_pouring.setTimerType(Qt::PreciseTimer);
    m_pouring.setInterval(10ms);
    connect(&m_pouring, &QTimer::timeout, this, &Engine::pour);
    m_mouth.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
    connect(&m_mouth, &Mouth::level, this, &Engine::level);
}

Engine::~Engine()
{
    m_source.reset();
    m_sink.reset();
    m_mouth.setParent(nullptr);
    m_pouring.setParent(nullptr);
}

void Engine::listenTo(const QAudioDevice &microphone)
{
    m_source.reset();
    if (microphone.isNull())
        return;
    m_source = std::make_unique<QAudioSource>(microphone, telephone());
    m_source->setBufferSize(20 * bytesPerMillisecond);
    m_source->start(&m_mouth);
    Q_EMIT troubled(m_source->error() == QAudio::NoError ? QString() : microphone.description());
}

void Engine::playOn(const QAudioDevice &headphones)
{
    m_pouring.stop();
    m_sink.reset();
    if (headphones.isNull())
        return;
    m_sink = std::make_unique<QAudioSink>(headphones, telephone());
    m_sink->setBufferSize(40 * bytesPerMillisecond);
    m_ears = m_sink->start();
    m_pouring.start();
    Q_EMIT troubled(m_sink->error() == QAudio::NoError ? QString() : headphones.description());
}

// What the card has room for: the caller's sound as far as there is some, and silence behind it. A card that is never
// empty keeps its pace.
void Engine::pour()
{
    QByteArray played(m_sink->bytesFree() & ~qsizetype{1}, '\0');
    m_port->fromCaller.take({reinterpret_cast<qint16 *>(played.data()), static_cast<size_t>(played.size()) / 2});
    m_ears->write(played);
}

} // namespace knock::sound
