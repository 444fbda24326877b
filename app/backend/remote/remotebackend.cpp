// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/remotebackend.h"

#include "app/backend/remote/link.h"

using namespace Qt::StringLiterals;

namespace knock::backend {

RemoteGate::RemoteGate(Link *link)
    : m_link(link)
{
    connect(link, &Link::wanted, this, &Gate::wanted);
    connect(link, &Link::admitted, this, &Gate::admitted);
    connect(link, &Link::locked, this, &Gate::locked);
    connect(link, &Link::unlocked, this, &Gate::unlocked);
    connect(link, &Link::stillLocked, this, &Gate::stillLocked);
}

void RemoteGate::signIn(const Credentials &credentials)
{
    QMetaObject::invokeMethod(m_link, [link = m_link, credentials] { link->signIn(credentials); });
}

void RemoteGate::signOut() { QMetaObject::invokeMethod(m_link, &Link::signOut); }

void RemoteGate::lock() { QMetaObject::invokeMethod(m_link, &Link::lock); }

void RemoteGate::unlock(const QString &password)
{
    QMetaObject::invokeMethod(m_link, [link = m_link, password] { link->unlock(password); });
}

RemoteBackend::RemoteBackend(const RemoteSettings &settings, const Pace &pace)
    // Pictures go from the link's thread straight to the decoder's; the GUI thread never carries them.
    : m_link(new Link(settings, pace, [this](const EncodedFrame &frame) { m_video.take(frame); }))
    , m_gate(m_link)
{
    m_link->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_link, &QObject::deleteLater);
    // Signal to signal, each of them queued: the link lives on its own thread. It is told what has come.
    connect(m_link, &Link::seated, this, [this](SeatId seat) { m_seat = seat; });
    connect(m_link, &Link::event, this, [this](const Event &told) {
        m_link->handled();
        Q_EMIT event(told);
    });
    connect(m_link, &Link::sound, this, [this](const LineSound &heard) {
        m_link->handled();
        Q_EMIT sound(heard);
    });
    connect(m_link, &Link::camera, this, [this](const CameraHealth &told) {
        m_link->handled();
        Q_EMIT camera(told);
    });
    connect(m_link, &Link::typing, this, [this](IncidentId incident) {
        m_link->handled();
        Q_EMIT typing(incident);
    });
    connect(m_link, &Link::lost, this, &Backend::lost);
    connect(m_link, &Link::startingOver, this, &Backend::startingOver);
    connect(m_link, &Link::caughtUp, this, &Backend::caughtUp);
    connect(m_link, &Link::health, this, &Backend::health);
    connect(m_link, &Link::viewers, this, &Backend::viewers);
    connect(m_link, &Link::earlier, this, &Backend::earlier);
    connect(m_link, &Link::piece, this, &Backend::piece);
    connect(&m_video, &video::VideoRouter::keyFrameWanted, m_link, &Link::wantKeyFrame);
    m_thread.setObjectName(u"link"_s);
    m_thread.start();
}

RemoteBackend::~RemoteBackend()
{
    m_thread.quit();
    m_thread.wait();
}

void RemoteBackend::open() { QMetaObject::invokeMethod(m_link, &Link::open); }

void RemoteBackend::send(const Command &command)
{
    QMetaObject::invokeMethod(m_link, [link = m_link, command] { link->send(command); });
}

void RemoteBackend::beat() { QMetaObject::invokeMethod(m_link, &Link::beat); }

void RemoteBackend::showVideo(IncidentId incident, QVideoSink *sink)
{
    if (!incident.isValid())
        return;
    // First, so that the whole picture which a new sink wants is asked for where somebody looks.
    QMetaObject::invokeMethod(m_link, [link = m_link, incident, on = sink != nullptr] { link->watch(incident, on); });
    m_video.show(incident, sink);
}

void RemoteBackend::setVoice(std::shared_ptr<VoicePort> port)
{
    QMetaObject::invokeMethod(m_link, [link = m_link, port = std::move(port)] { link->setVoice(port); });
}

} // namespace knock::backend
