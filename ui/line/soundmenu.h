// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/sound/headset.h"

#include <QMenu>

namespace knock::ui {

/// Which microphone and which headphones: what is plugged in now, made anew each time the menu opens.
class SoundMenu final : public QMenu
{
    Q_OBJECT
public:
    explicit SoundMenu(sound::Headset &headset, QWidget *parent = nullptr);

private:
    void fill();
    void addDevices(const QString &title, const QList<QAudioDevice> &devices, const QAudioDevice &used,
                    void (sound::Headset::*use)(const QByteArray &));

    sound::Headset &m_headset;
};

} // namespace knock::ui
