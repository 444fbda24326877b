// SPDX-License-Identifier: Apache-2.0
#include "app/backend/embedded/embeddedbackend.h"

#include "app/core/logging.h"
#include "app/service/assembly.h"

namespace knock::backend {

EmbeddedBackend::EmbeddedBackend(QVariantMap settings)
    : m_settings(std::move(settings))
{
    m_thread.setObjectName(QStringLiteral("service"));
    m_atService.moveToThread(&m_thread);
    connect(&m_video, &video::VideoRouter::keyFrameWanted, &m_atService, [this](IncidentId incident) {
        if (m_service)
            Q_EMIT m_service->keyFrameWanted(incident);
    });
}

EmbeddedBackend::~EmbeddedBackend()
{
    if (!m_thread.isRunning())
        return;
    // The service must go on its own thread: its sockets and timers live there.
    QMetaObject::invokeMethod(&m_atService, [this] { delete std::exchange(m_service, nullptr); });
    m_thread.quit();
    m_thread.wait();
}

void EmbeddedBackend::open()
{
    m_thread.start();
    QMetaObject::invokeMethod(&m_atService, [this] { run(); });
}

void EmbeddedBackend::run()
{
    const auto fail = [this](const Error &why) {
        qCWarning(lcService) << "The service cannot start:" << why.detail;
        Q_EMIT health({Health::Part::Journal, false, why});
    };
    const auto configuration = service::Configuration::fromSettings(m_settings);
    if (!configuration)
        return fail(configuration.error());
    auto service = service::assemble(*configuration, m_clock);
    if (!service)
        return fail(service.error());

    m_service = service->release();
    // Signal to signal: the receiver lives on the GUI thread, so each of these is queued.
    connect(m_service, &service::Service::event, this, &Backend::event);
    connect(m_service, &service::Service::caughtUp, this, &Backend::caughtUp);
    connect(m_service, &service::Service::health, this, &Backend::health);
    connect(m_service, &service::Service::sound, this, &Backend::sound);
    connect(m_service, &service::Service::typing, this, &Backend::typing);
    // Pictures go from this thread straight to the decoder's; the GUI thread never carries them.
    connect(m_service, &service::Service::frame, &m_video, &video::VideoRouter::take, Qt::DirectConnection);
    if (const auto resumed = m_service->resume(); !resumed)
        fail(resumed.error());
}

void EmbeddedBackend::send(const Command &command)
{
    QMetaObject::invokeMethod(&m_atService, [this, command] {
        if (m_service)
            m_service->take(dispatch::Asked{seat(), command});
    });
}

void EmbeddedBackend::setVoice(std::shared_ptr<VoicePort> port)
{
    QMetaObject::invokeMethod(&m_atService, [this, port = std::move(port)] {
        if (m_service)
            m_service->setVoice(seat(), port);
    });
}

void EmbeddedBackend::showVideo(IncidentId incident, QVideoSink *sink) { m_video.show(incident, sink); }

std::unique_ptr<Backend> EmbeddedFactory::create(const QVariantMap &settings)
{
    return std::make_unique<EmbeddedBackend>(settings);
}

} // namespace knock::backend
