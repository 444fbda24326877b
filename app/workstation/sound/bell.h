// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/sound/chime.h"
#include "app/workstation/sound/headset.h"

#include <array>

namespace knock::sound {

class Ringer;

/// What the desk rings with, beside the caller's voice and never over it: on the headphones, or on what else the
/// position chose. GUI thread.
class Bell final : public QObject
{
    Q_OBJECT
public:
    enum class Level { Off, Quiet, Normal, Loud };

    /// \a headset outlives the bell and says which devices there are.
    explicit Bell(const Headset &headset);
    ~Bell() override;

    /// Rings until it is told otherwise. \a soft: a caller is on the line, and must be heard.
    void ring(Melody melody, size_t step, bool soft);
    void stop();
    /// Once, so that a person hears what they have chosen; not while the bell rings.
    void tryOut(Melody melody);

    [[nodiscard]] Level level(Melody melody) const { return m_levels.at(static_cast<size_t>(melody)); }
    /// A call that nobody has taken is always heard: the least of it is Quiet.
    void setLevel(Melody melody, Level level);

    /// An id that is empty, or of what is not plugged in, means the headphones.
    void useDevice(const QByteArray &id);
    [[nodiscard]] const QByteArray &wantedDevice() const { return m_wanted; }
    [[nodiscard]] const QAudioDevice &device() const { return m_device; }

    /// Of the full scale; 0 for nothing.
    [[nodiscard]] static double peakOf(Level level, size_t step, bool soft);

private:
    struct Ringing {
        Melody melody = Melody::Call;
        size_t step = 0;
        bool soft = false;
    };

    void choose();
    void play();

    const Headset &m_headset;
    std::array<Level, 3> m_levels{Level::Normal, Level::Normal, Level::Normal};
    std::optional<Ringing> m_ringing;
    QByteArray m_wanted;
    QByteArray m_broken; ///< the device that did not play
    QAudioDevice m_device;
    QThread m_thread;
    Ringer *const m_ringer; ///< on that thread, which deletes it
};

} // namespace knock::sound
