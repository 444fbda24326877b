// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"

#include <map>
#include <QObject>
#include <QPointer>
#include <QThread>

class QVideoFrame;
class QVideoSink;

namespace knock::video {

class DecoderHall;

/// Brings the cameras being shown to their sinks. Lives on the GUI thread; decodes on a thread of its own.
class VideoRouter final : public QObject
{
    Q_OBJECT
public:
    explicit VideoRouter(QObject *parent = nullptr);
    ~VideoRouter() override;

    /// Shows \a incident in \a sink from now on; null ends it. A sink shows one incident only: the one it was given
    /// last. It may be destroyed at any time.
    void show(knock::IncidentId incident, QVideoSink *sink);

    /// Gives an encoded picture of any incident. May be called on any thread.
    void take(const knock::EncodedFrame &frame);

Q_SIGNALS:
    void keyFrameWanted(knock::IncidentId incident);

private:
    void deliver(IncidentId incident, const QVideoFrame &picture);
    void close(IncidentId incident);

    std::map<IncidentId, QPointer<QVideoSink>> m_sinks;
    DecoderHall *m_hall; // lives on m_thread and ends with it
    QThread m_thread;
};

} // namespace knock::video
