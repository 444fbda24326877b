// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/press.h"
#include "app/core/voiceport.h"

#include <memory>
#include <QAudioDevice>
#include <QMediaDevices>
#include <QThread>

namespace knock::sound {

class Engine;

/// The operator's headset: which microphone and which headphones, how loud, muted or not. GUI thread.
class Headset final : public QObject
{
    Q_OBJECT
public:
    Headset();
    ~Headset() override;

    /// What meets the caller's line: see backend::Backend::setVoice().
    [[nodiscard]] const std::shared_ptr<VoicePort> &port() const { return m_port; }
    /// Looks for devices and begins to play and listen. May take a moment.
    void open();

    [[nodiscard]] QList<QAudioDevice> microphones() const { return QMediaDevices::audioInputs(); }
    [[nodiscard]] QList<QAudioDevice> headphones() const { return QMediaDevices::audioOutputs(); }
    /// Those in use; null when there are none.
    [[nodiscard]] const QAudioDevice &microphone() const { return m_microphone; }
    [[nodiscard]] const QAudioDevice &headphone() const { return m_headphones; }
    /// An id that is empty, or of what is not plugged in, means the system's own choice.
    void useMicrophone(const QByteArray &id);
    void useHeadphones(const QByteArray &id);

    [[nodiscard]] const QByteArray &wantedMicrophone() const { return m_wantedMicrophone; }
    [[nodiscard]] const QByteArray &wantedHeadphones() const { return m_wantedHeadphones; }

    [[nodiscard]] bool isMuted() const { return m_isMuted; }
    void setMuted(bool muted);

Q_SIGNALS:
    void level(knock::Dbm0 level); ///< of the microphone, ten times a second
    void mutedChanged(bool muted);
    void devicesChanged(); ///< what there is, or what is in use
    void troubled(const QString &device); ///< it does not work; empty: all does

private:
    void choose();

    const std::shared_ptr<VoicePort> m_port = std::make_shared<VoicePort>();
    QByteArray m_wantedMicrophone;
    QByteArray m_wantedHeadphones;
    QAudioDevice m_microphone;
    QAudioDevice m_headphones;
    bool m_isMuted = false;
    std::unique_ptr<QMediaDevices> m_devices;
    QThread m_thread;
    Engine *m_engine = nullptr; ///< on that thread, which deletes it
};

} // namespace knock::sound
