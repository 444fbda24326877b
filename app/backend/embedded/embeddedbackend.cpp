// SPDX-License-Identifier: Apache-2.0
#include "app/backend/embedded/embeddedbackend.h"

#include "app/core/logging.h"
#include "app/service/assembly.h"

#include <QTimer>

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
    // The service must go on its own thread: its sockets and timers live there. A thread that is told to quit may not
    // come to what was asked of it before.
    QMetaObject::invokeMethod(
        &m_atService, [this] { delete std::exchange(m_service, nullptr); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void EmbeddedBackend::open()
{
    m_answered = m_clock.now();
    m_thread.start();
    QMetaObject::invokeMethod(&m_atService, [this] { run(); });
}

void EmbeddedBackend::run()
{
    constexpr std::chrono::seconds pause{3};
    const auto started = tryRun();
    if (started)
        return;
    delete std::exchange(m_service, nullptr);
    Q_EMIT health({Health::Part::Journal, false, started.error()});
    if (!std::exchange(m_hasFailed, true)) {
        qCWarning(lcService) << "The service cannot start, and tries again:" << started.error().detail;
        Q_EMIT lost(m_clock.now());
    }
    QTimer::singleShot(pause, &m_atService, [this] { run(); });
}

Result<> EmbeddedBackend::tryRun()
{
    const auto configuration = service::Configuration::fromSettings(m_settings);
    if (!configuration)
        return std::unexpected(configuration.error());
    auto service = service::assemble(*configuration, m_clock);
    if (!service)
        return std::unexpected(service.error());

    m_service = service->release();
    // Signal to signal: the receiver lives on the GUI thread, so each of these is queued.
    connect(m_service, &service::Service::event, this, &Backend::event);
    connect(m_service, &service::Service::caughtUp, this, &Backend::caughtUp);
    connect(m_service, &service::Service::health, this, &Backend::health);
    connect(m_service, &service::Service::sound, this, &Backend::sound);
    connect(m_service, &service::Service::camera, this, &Backend::camera);
    connect(m_service, &service::Service::typing, this, &Backend::typing);
    connect(m_service, &service::Service::earlier, this, &Backend::earlier);
    connect(m_service, &service::Service::piece, this, &Backend::piece);
    connect(m_service, &service::Service::viewers, this, &Backend::viewers);
    // Pictures go from this thread straight to the decoder's; the GUI thread never carries them.
    connect(m_service, &service::Service::frame, &m_video, &video::VideoRouter::take, Qt::DirectConnection);
    Q_EMIT startingOver();
    if (const auto resumed = m_service->resume(); !resumed)
        return resumed;
    if (m_hasFailed)
        Q_EMIT health({Health::Part::Journal, true, {}});
    m_service->setVoice(seat(), m_voice);
    return {};
}

void EmbeddedBackend::send(const Command &command)
{
    QMetaObject::invokeMethod(&m_atService, [this, command] {
        if (m_service) {
            m_service->take(dispatch::Asked{seat(), command});
            return;
        }
        const Error why{Error::Kind::Unreachable, QStringLiteral("the service is not up")};
        const auto refusal
            = [&](const auto &wish) -> Event { return Refused{wish.incident, seat(), wish.name, why, m_clock.now()}; };
        QMetaObject::invokeMethod(this, &Backend::event, std::visit(refusal, command));
    });
}

void EmbeddedBackend::beat()
{
    constexpr int most = 2;
    if (m_unanswered++ >= most && !std::exchange(m_standsStill, true))
        Q_EMIT lost(m_answered);
    QMetaObject::invokeMethod(&m_atService, [this] {
        if (m_service)
            m_service->see(seat());
        QMetaObject::invokeMethod(this, &EmbeddedBackend::takeAnswer, m_service != nullptr);
    });
}

/// What was told while the service stood still has come before this; nothing was missed.
void EmbeddedBackend::takeAnswer(bool isUp)
{
    m_unanswered = 0;
    m_answered = m_clock.now();
    if (isUp && std::exchange(m_standsStill, false))
        Q_EMIT caughtUp();
}

void EmbeddedBackend::setVoice(std::shared_ptr<VoicePort> port)
{
    QMetaObject::invokeMethod(&m_atService, [this, port = std::move(port)] {
        m_voice = port;
        if (m_service)
            m_service->setVoice(seat(), m_voice);
    });
}

void EmbeddedBackend::showVideo(IncidentId incident, QVideoSink *sink)
{
    m_video.show(incident, sink);
    QMetaObject::invokeMethod(&m_atService, [this, incident, on = sink != nullptr] {
        if (m_service)
            m_service->watch(seat(), incident, on);
    });
}

std::unique_ptr<Backend> EmbeddedFactory::create(const QVariantMap &settings)
{
    return std::make_unique<EmbeddedBackend>(settings);
}

} // namespace knock::backend
