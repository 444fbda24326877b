// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/remote/backoff.h"
#include "app/backend/remote/remotesettings.h"
#include "app/core/video.h"
#include "app/core/voiceport.h"

#include <memory>
#include <QTimer>

class QWebSocket;

namespace knock::backend {

/// The socket for pictures and voices, see "Pictures and voices" in SEATS.md. Lives on the link's thread, and comes
/// back by itself until close().
class MediaLink final : public QObject
{
    Q_OBJECT
public:
    /// Gives pictures to \a show, on the link's thread.
    MediaLink(const RemoteSettings &settings, const Pace &pace, std::function<void(const EncodedFrame &)> show,
              QObject *parent);

    /// Nothing if it is open, or about to be, for \a session.
    void open(const QString &session);
    void close();
    void setVoice(std::shared_ptr<VoicePort> port) { m_port = std::move(port); }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }

Q_SIGNALS:
    void opened(); ///< pictures come from now on

private:
    void attempt();
    void cut();
    void take(const QByteArray &bytes);
    void speak();

    const RemoteSettings m_settings;
    const Pace m_pace;
    const std::function<void(const EncodedFrame &)> m_show;
    BackOff m_backOff;
    QWebSocket *m_socket = nullptr;
    QString m_session; ///< a secret; empty: closed
    bool m_isOpen = false;
    std::shared_ptr<VoicePort> m_port;
    QTimer m_retry;
    QTimer m_ping;
    QTimer m_silence; ///< runs out without a word of the other side
    QTimer m_voice;
};

} // namespace knock::backend
