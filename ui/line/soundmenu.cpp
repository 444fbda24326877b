// SPDX-License-Identifier: Apache-2.0
#include "ui/line/soundmenu.h"

namespace knock::ui {

SoundMenu::SoundMenu(sound::Headset &headset, sound::Bell *bell, QWidget *parent)
    : QMenu(parent)
    , m_headset(headset)
    , m_bell(bell)
{
    connect(this, &QMenu::aboutToShow, this, &SoundMenu::fill);
}

void SoundMenu::fill()
{
    clear();
    qDeleteAll(findChildren<QMenu *>(Qt::FindDirectChildrenOnly)); // which clear() leaves
    addDevices(tr("Microphone"), m_headset.microphones(), m_headset.microphone(), &sound::Headset::useMicrophone);
    addDevices(tr("Headphones"), m_headset.headphones(), m_headset.headphone(), &sound::Headset::useHeadphones);
    if (m_bell)
        addBell();
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

void SoundMenu::addBell()
{
    addSection(tr("Bell"));
    const auto add = [this](const QString &title, const QByteArray &id, bool used) {
        QAction *action = addAction(title);
        action->setCheckable(true);
        action->setChecked(used);
        connect(action, &QAction::triggered, this, [this, id] {
            m_bell->useDevice(id);
            m_bell->tryOut(sound::Melody::Call);
        });
    };
    add(tr("On the headphones"), {}, m_bell->wantedDevice().isEmpty());
    for (const QAudioDevice &device : m_headset.headphones())
        add(tr("On %1").arg(device.description()), device.id(), device.id() == m_bell->wantedDevice());
    addLevels(sound::Melody::Call, tr("Waiting call"));
    addLevels(sound::Melody::Knock, tr("Silent caller"));
    addLevels(sound::Melody::Lost, tr("Line lost after a knock"));
}

/// A person hears what they choose.
void SoundMenu::addLevels(sound::Melody melody, const QString &title)
{
    using Level = sound::Bell::Level;
    QMenu *menu = addMenu(title);
    for (const auto &[level, name] : {std::pair(Level::Off, tr("Off")),
                                      {Level::Quiet, tr("Quiet")},
                                      {Level::Normal, tr("Normal")},
                                      {Level::Loud, tr("Loud")}}) {
        // A call that nobody has taken is always heard.
        if (level == Level::Off && melody == sound::Melody::Call)
            continue;
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(m_bell->level(melody) == level);
        connect(action, &QAction::triggered, this, [this, melody, level] {
            m_bell->setLevel(melody, level);
            m_bell->tryOut(melody);
        });
    }
}

} // namespace knock::ui
