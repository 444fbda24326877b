// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/keeper.h"

#include "app/core/logging.h"
#include "app/service/recording/recorder.h"
#include "app/service/status/status.h"
#include "app/service/telephony/telephony.h"
#include "app/service/web/server.h"

namespace knock::keeper {

Keeper::Keeper(service::Configuration configuration, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_configuration(std::move(configuration))
    , m_clock(clock)
{
    // Whoever is told may be slow, and this thread waits for them: see sd_notify(3).
    constexpr std::chrono::seconds often(1);
    m_saying.setSingleShot(true);
    m_saying.setInterval(often);
    m_saying.callOnTimeout(this, &Keeper::say);
    m_patience.setSingleShot(true);
    m_patience.callOnTimeout(this, [this] {
        if (m_phase == Phase::Draining)
            hangUp();
        else
            end();
    });
}

Keeper::~Keeper() = default;

Result<> Keeper::start()
{
    auto assembled = service::assembleAll(m_configuration, m_clock);
    if (!assembled)
        return std::unexpected(assembled.error());
    m_assembled = *std::move(assembled);
    service::Service *service = m_assembled.service.get();
    connect(service, &service::Service::event, this, &Keeper::follow);
    // Queued: what became of a line goes to the journal before anybody looks whether all is done.
    connect(m_assembled.telephony, &telephony::Telephony::linesChanged, this, &Keeper::look, Qt::QueuedConnection);
    if (const auto resumed = service->resume(); !resumed)
        return resumed;
    m_notifier.ready("Taking calls");
    qCInfo(lcService) << "The service is up";
    return {};
}

void Keeper::reload()
{
    if (m_phase != Phase::Running)
        return;
    m_notifier.reloading();
    for (web::Server *server : m_assembled.servers) {
        if (const auto renewed = server->reloadCertificate(); !renewed)
            qCWarning(lcService) << "A listener goes on with the certificate as it was:" << renewed.error().detail;
    }
    m_assembled.telephony->reloadCertificate();
    qCInfo(lcService) << "The certificates have been taken anew";
    m_notifier.ready("Taking calls");
}

void Keeper::stop()
{
    if (m_phase != Phase::Running) {
        end();
        return;
    }
    m_phase = Phase::Draining;
    const qsizetype lines = m_assembled.telephony->lines();
    qCInfo(lcService) << "The service is to end;" << lines << "lines are open";
    constexpr std::chrono::seconds farewell(30);
    m_notifier.stopping("Taking no new calls", m_configuration.stopPatience + farewell);
    m_assembled.telephony->stopTaking();
    if (m_assembled.status)
        m_assembled.status->setDraining();
    m_patience.start(m_configuration.stopPatience);
    look();
}

void Keeper::follow(const Event &told)
{
    if (const auto *began = std::get_if<RecordingBegan>(&told))
        m_recordings.insert(began->file);
    if (const auto *ended = std::get_if<RecordingEnded>(&told)) {
        m_recordings.remove(ended->file);
        QMetaObject::invokeMethod(this, &Keeper::look, Qt::QueuedConnection);
    }
}

void Keeper::look()
{
    if (m_phase == Phase::Ended)
        return;
    if (!m_saying.isActive())
        m_saying.start();
    if (m_phase == Phase::Running || m_assembled.telephony->lines() > 0)
        return;
    if (m_recordings.isEmpty())
        end();
    else if (m_phase == Phase::Draining)
        hangUp();
}

void Keeper::say()
{
    if (m_phase == Phase::Ended)
        return;
    m_notifier.say((m_phase == Phase::Running ? "Taking calls; open lines: " : "Taking no new calls; open lines: ")
                   + QByteArray::number(m_assembled.telephony->lines()));
}

void Keeper::hangUp()
{
    m_phase = Phase::HangingUp;
    m_patience.start(sealing);
    if (const qsizetype lines = m_assembled.telephony->lines(); lines > 0)
        qCWarning(lcService) << lines << "lines are hung up: the service ends";
    m_assembled.telephony->hangUp();
    m_assembled.recorder->endFilms();
}

void Keeper::end()
{
    if (std::exchange(m_phase, Phase::Ended) == Phase::Ended)
        return;
    m_patience.stop();
    m_assembled.service.reset();
    m_assembled = {};
    qCInfo(lcService) << "The service has ended";
    Q_EMIT ended();
}

} // namespace knock::keeper
