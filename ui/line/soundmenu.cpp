// SPDX-License-Identifier: Apache-2.0
#include "ui/line/soundmenu.h"

namespace knock::ui {

SoundMenu::SoundMenu(sound::Headset &headset, QWidget *parent)
    : QMenu(parent)
    , m_headset(headset)
{
    connect(this, &QMenu::aboutToShow, this, &SoundMenu::fill);
}

void SoundMenu::fill()
{
    clear();
    addDevices(tr("Microphone"), m_headset.microphones(), m_headset.microphone(), &sound::Headset::useMicrophone);
    addDevices(tr("Headphones"), m_headset.headphones(), m_headset.headphone(), &sound::Headset::useHeadphones);
}

void SoundMenu::addDevices(const QString &title, const QList<QAudioDevice> &devices, const QAudioDevice &used,
                           void (sound::Headset::*use)(const QByteArray &))
{
    addSection(title);
    if (devices.isEmpty())
        addAction(tr("None is plugged in"))->setEnabled(false);
    for (const QAudioDevice &device : devices) {
        QAction *action = addAction(device.description());
        action->setCheckable(true);
        action->setChecked(device == used);
        connect(action, &QAction::triggered, this, [this, use, id = device.id()] { (m_headset.*use)(id); });
    }
}

} // namespace knock::ui
