// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <QObject>

namespace knock::sound {
class Headset;
}

namespace knock::ui {

class Picture;

/// Plays a recording or a film out of memory, its sound on the headphones. GUI thread; it is decoded on others.
class Player final : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Opening, Playing, Paused, Ended };

    /// Pictures go to \a picture. Without \a headset the sound goes where the system wants it.
    Player(Picture &picture, const sound::Headset *headset);
    ~Player() override;

    void play(const QByteArray &bytes);
    void stop();
    /// Pauses or goes on; what has ended begins again.
    void togglePause();
    void jump(std::chrono::milliseconds by);

    [[nodiscard]] State state() const;
    [[nodiscard]] std::chrono::milliseconds position() const;
    [[nodiscard]] std::chrono::milliseconds duration() const; ///< 0 while it is not known

Q_SIGNALS:
    void changed();
    void failed(); ///< it cannot be played here

private:
    struct Playback;

    void chooseDevice();

    Picture &m_picture;
    const sound::Headset *m_headset;
    std::unique_ptr<Playback> m_playback;
};

} // namespace knock::ui
