// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/backend/remote/backoff.h"
#include "app/backend/remote/remotesettings.h"
#include "app/backend/video/videorouter.h"

#include <QThread>

namespace knock::backend {

class Link;

/// The people's side of a link. Lives on the GUI thread.
class RemoteGate final : public Gate
{
    Q_OBJECT
public:
    explicit RemoteGate(Link *link);

    void signIn(const knock::backend::Credentials &credentials) override;
    void signOut() override;
    void lock() override;
    void unlock(const QString &password) override;

private:
    Link *const m_link;
};

/// A service somewhere else, over TLS: app/wire/SEATS.md. What is said on the wire is the business of a Link on a
/// thread of its own; this only passes on.
class RemoteBackend final : public Backend
{
    Q_OBJECT
public:
    explicit RemoteBackend(const RemoteSettings &settings, const Pace &pace = {});
    ~RemoteBackend() override;

    void open() override;
    void send(const knock::Command &command) override;
    void beat() override;
    void showVideo(knock::IncidentId incident, QVideoSink *sink) override;
    void setVoice(std::shared_ptr<knock::VoicePort> port) override;
    [[nodiscard]] SeatId seat() const override { return m_seat; }
    [[nodiscard]] Gate *gate() override { return &m_gate; }

private:
    video::VideoRouter m_video;
    QThread m_thread;
    Link *const m_link; ///< lives on m_thread and ends with it
    RemoteGate m_gate;
    SeatId m_seat;
};

} // namespace knock::backend
