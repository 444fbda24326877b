// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/sound/chime.h"

#include <memory>
#include <QAudioDevice>
#include <QAudioSink>
#include <QTimer>

namespace knock::sound {

/// The bell's end at the sound card. Lives on a thread of its own, so that a window that is busy painting never makes a
/// gap. The card is in use only while something rings.
class Ringer final : public QObject
{
    Q_OBJECT
public:
    Ringer();
    ~Ringer() override;

    void playOn(const QAudioDevice &device);
    void play(const std::optional<Ring> &ring);

Q_SIGNALS:
    void failed(const QByteArray &device);

private:
    void start();
    void stop();
    void pour();

    Chime m_chime;
    QAudioDevice m_device;
    std::unique_ptr<QAudioSink> m_sink;
    QIODevice *m_card = nullptr; ///< the sink's
    QTimer m_pouring;
};

} // namespace knock::sound
