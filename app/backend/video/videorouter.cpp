// SPDX-License-Identifier: Apache-2.0
#include "app/backend/video/videorouter.h"

#include "app/backend/video/decoderhall.h"

#include <QVideoFrame>
#include <QVideoSink>

using namespace Qt::StringLiterals;

namespace knock::video {

VideoRouter::VideoRouter(QObject *parent)
    : QObject(parent)
    , m_hall(new DecoderHall)
{
    m_hall->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_hall, &QObject::deleteLater);
    connect(m_hall, &DecoderHall::decoded, this, &VideoRouter::deliver);
    connect(m_hall, &DecoderHall::keyFrameWanted, this, &VideoRouter::keyFrameWanted);
    m_thread.setObjectName(u"video decoders"_s);
    m_thread.start();
}

VideoRouter::~VideoRouter()
{
    m_thread.quit();
    m_thread.wait();
}

void VideoRouter::show(IncidentId incident, QVideoSink *sink)
{
    if (!sink) {
        close(incident);
        return;
    }
    // Pictures of two callers must never meet in one sink.
    std::vector<IncidentId> others;
    for (const auto &[other, of] : m_sinks) {
        if (of == sink && other != incident)
            others.push_back(other);
    }
    for (const IncidentId other : others)
        close(other);

    const bool isNew = !m_sinks.contains(incident);
    m_sinks[incident] = sink;
    if (isNew)
        QMetaObject::invokeMethod(m_hall, [hall = m_hall, incident] { hall->open(incident); });
    Q_EMIT keyFrameWanted(incident);
}

void VideoRouter::take(const EncodedFrame &frame) { m_hall->post(frame); }

void VideoRouter::deliver(IncidentId incident, const QVideoFrame &picture)
{
    const auto it = m_sinks.find(incident);
    if (it == m_sinks.end())
        return;
    if (!it->second) {
        close(incident);
        return;
    }
    it->second->setVideoFrame(picture);
    QMetaObject::invokeMethod(m_hall, [hall = m_hall, incident] { hall->handedOver(incident); });
}

void VideoRouter::close(IncidentId incident)
{
    if (m_sinks.erase(incident) == 0)
        return;
    QMetaObject::invokeMethod(m_hall, [hall = m_hall, incident] { hall->close(incident); });
}

} // namespace knock::video
