// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/sound/mouth.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QAudioSource>
#include <QTimer>

namespace knock::sound {

/// The sound card's two ends. Lives on a thread of its own, so that a window that is busy painting never makes a gap.
class Engine final : public QObject
{
    Q_OBJECT
public:
    explicit Engine(const std::shared_ptr<VoicePort> &port);
    ~Engine() override;

    /// A null device stops it. Starts at once and goes on, call or no call: a card that has to wake up swallows the
    /// first second.
    void listenTo(const QAudioDevice &microphone);
    void playOn(const QAudioDevice &headphones);
    void setMuted(bool muted) { m_mouth.setMuted(muted); }

Q_SIGNALS:
    void level(knock::Dbm0 level);
    /// Empty when it works again.
    void troubled(const QString &why);

private:
    void pour();

    const std::shared_ptr<VoicePort> m_port;
    Mouth m_mouth;
    std::unique_ptr<QAudioSource> m_source;
    std::unique_ptr<QAudioSink> m_sink;
    QIODevice *m_ears = nullptr; ///< the sink's
    QTimer m_pouring;
};

} // namespace knock::sound
