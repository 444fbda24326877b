// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/decoderhall.h"

namespace knock::video {

namespace {

constexpr int mostPosted = 120; // a few seconds of one camera

} // namespace

void DecoderHall::post(const EncodedFrame &frame)
{
    if (m_posted >= mostPosted) {
        m_hasGap = true;
        return;
    }
    ++m_posted;
    QMetaObject::invokeMethod(
        this,
        [this, frame, followsGap = m_hasGap.exchange(false)] {
            --m_posted;
            if (followsGap)
                restart();
            take(frame);
        },
        Qt::QueuedConnection);
}

void DecoderHall::open(IncidentId incident)
{
    m_streams.erase(incident);
    m_streams.try_emplace(incident);
}

void DecoderHall::close(IncidentId incident) { m_streams.erase(incident); }

void DecoderHall::restart()
{
    for (auto &[_, stream] : m_streams)
        stream.decoder.restart();
}

void DecoderHall::take(const EncodedFrame &frame)
{
    const auto it = m_streams.find(frame.incident);
    if (it == m_streams.end())
        return;
    Stream &stream = it->second;
    Decoder::Outcome outcome = stream.decoder.take(frame);
    if (outcome.isKeyFrameWanted)
        Q_EMIT keyFrameWanted(frame.incident);
    if (!outcome.picture)
        return;
    if (stream.isHandingOver) {
        stream.waiting = std::move(outcome.picture);
        return;
    }
    stream.isHandingOver = true;
    Q_EMIT decoded(frame.incident, *outcome.picture);
}

void DecoderHall::handedOver(IncidentId incident)
{
    const auto it = m_streams.find(incident);
    if (it == m_streams.end())
        return;
    Stream &stream = it->second;
    stream.isHandingOver = stream.waiting.has_value();
    if (!stream.waiting)
        return;
    const QVideoFrame picture = *std::exchange(stream.waiting, std::nullopt);
    Q_EMIT decoded(incident, picture);
}

} // namespace knock::video
