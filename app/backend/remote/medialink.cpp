// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/medialink.h"

#include "app/backend/remote/socket.h"
#include "app/core/logging.h"
#include "app/wire/mediaframe.h"

using namespace Qt::StringLiterals;

namespace knock::backend {

MediaLink::MediaLink(const RemoteSettings &settings, const Pace &pace, std::function<void(const EncodedFrame &)> show,
                     QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_pace(pace)
    , m_show(std::move(show))
    , m_backOff(pace)
    , m_retry(this)
    , m_ping(this)
    , m_silence(this)
    , m_voice(this)
{
    constexpr std::chrono::milliseconds packet{20};
    m_retry.setSingleShot(true);
    m_silence.setSingleShot(true);
    m_voice.setTimerType(Qt::PreciseTimer);
    m_voice.setInterval(packet);
    connect(&m_retry, &QTimer::timeout, this, &MediaLink::attempt);
    connect(&m_silence, &QTimer::timeout, this, &MediaLink::cut);
    connect(&m_ping, &QTimer::timeout, this, [this] { m_socket->ping(); });
    connect(&m_voice, &QTimer::timeout, this, &MediaLink::speak);
}

void MediaLink::open(const QString &session)
{
    if (session == m_session)
        return;
    close();
    m_session = session;
    attempt();
}

void MediaLink::close()
{
    m_session.clear();
    cut();
    m_backOff.reset();
}

void MediaLink::attempt()
{
    m_socket = makeSocket(m_settings, this);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        m_isOpen = true;
        m_ping.start(m_pace.beat);
        m_voice.start();
        Q_EMIT opened();
    });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &MediaLink::take);
    connect(m_socket, &QWebSocket::pong, this, [this] {
        m_silence.start(m_pace.patience);
        m_backOff.reset();
    });
    connect(m_socket, &QWebSocket::disconnected, this, &MediaLink::cut);
    connect(m_socket, &QWebSocket::errorOccurred, this, &MediaLink::cut);
    QNetworkRequest request(m_settings.mediaUrl());
    request.setRawHeader("Authorization", "Bearer " + m_session.toLatin1());
    m_silence.start(m_pace.patience);
    m_socket->open(request);
}

void MediaLink::cut()
{
    drop(m_socket);
    m_isOpen = false;
    m_ping.stop();
    m_voice.stop();
    m_silence.stop();
    m_retry.stop();
    if (!m_session.isEmpty())
        m_retry.start(m_backOff.next());
}

void MediaLink::take(const QByteArray &bytes)
{
    m_silence.start(m_pace.patience);
    m_backOff.reset();
    const auto frame = wire::decodeMedia(bytes);
    if (!frame) {
        qCWarning(lcService) << "The door sends what is no picture and no voice:" << frame.error().detail;
        m_backOff.slowDown();
        cut();
        return;
    }
    if (const auto *picture = std::get_if<EncodedFrame>(&*frame)) {
        m_show(*picture);
        return;
    }
    const auto &voice = std::get<wire::VoiceFrame>(*frame);
    if (m_port && voice.speaker == wire::Speaker::Caller)
        m_port->fromCaller.put(voice.samples);
}

/// All that waits, so that no delay gathers when the timer is late.
void MediaLink::speak()
{
    if (!m_port)
        return;
    std::array<qint16, VoiceWay::most> samples;
    const size_t count = m_port->toCaller.take(samples);
    if (count > 0)
        m_socket->sendBinaryMessage(wire::encode(wire::Speaker::Operator, std::span(samples).first(count)));
}

} // namespace knock::backend
