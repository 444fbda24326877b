// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/sound/bell.h"
#include "app/workstation/sound/headset.h"

#include <QMenu>

namespace knock::ui {

/// Which microphone, which headphones, and what the bell rings on and how loud: what is plugged in now, made anew each
/// time the menu opens.
class SoundMenu final : public QMenu
{
    Q_OBJECT
public:
    /// \a bell may be null.
    SoundMenu(sound::Headset &headset, sound::Bell *bell, QWidget *parent = nullptr);

private:
    void fill();
    void addDevices(const QString &title, const QList<QAudioDevice> &devices, const QAudioDevice &used,
                    void (sound::Headset::*use)(const QByteArray &));

    void addBell();
    void addLevels(sound::Melody melody, const QString &title);

    sound::Headset &m_headset;
    sound::Bell *m_bell;
};

} // namespace knock::ui
