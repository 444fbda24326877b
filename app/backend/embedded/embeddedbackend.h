// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/backend/video/videorouter.h"
#include "app/core/clock.h"

#include <QThread>

namespace knock::service {
class Service;
}

namespace knock::backend {

/// Runs the service inside the workstation, on a thread of its own. The settings are those of service::Configuration.
class EmbeddedBackend final : public Backend
{
    Q_OBJECT
public:
    explicit EmbeddedBackend(QVariantMap settings);
    ~EmbeddedBackend() override;

    void open() override;
    void send(const knock::Command &command) override;
    /// Two beats to which the service did not answer mean that it stands still.
    void beat() override;
    void setVoice(std::shared_ptr<knock::VoicePort> port) override;
    void showVideo(knock::IncidentId incident, QVideoSink *sink) override;
    [[nodiscard]] SeatId seat() const override { return {1}; }

private:
    void run();
    [[nodiscard]] Result<> tryRun();
    void takeAnswer(bool isUp);

    const QVariantMap m_settings;
    const WallClock m_clock;
    video::VideoRouter m_video;
    QThread m_thread;
    QObject m_atService; ///< lives on m_thread, to send calls there before and after the service exists
    service::Service *m_service = nullptr; ///< touched on m_thread only, which deletes it
    std::shared_ptr<knock::VoicePort> m_voice; ///< touched on m_thread only
    bool m_hasFailed = false; ///< to start; touched on m_thread only
    int m_unanswered = 0; ///< beats
    QDateTime m_answered; ///< when the service last answered one
    bool m_standsStill = false;
};

class EmbeddedFactory final : public QObject, public Factory
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID KNOCK_BACKEND_IID FILE "embedded.json")
    Q_INTERFACES(knock::backend::Factory)
public:
    [[nodiscard]] std::unique_ptr<Backend> create(const QVariantMap &settings) override;
};

} // namespace knock::backend
