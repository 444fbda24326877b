// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/press.h"

#include <array>

namespace knock::hearing {

/// Makes one press of whatever the carriers say of it.
///
/// A gateway turns the tones of a phone into packets, lets some of the tones through, and may send INFO beside; each
/// of them comes at a time of its own. A press is told by the first carrier that brings it. What another carrier says
/// of the same key within a moment is the same press, unless that carrier has brought that press already: so two quick
/// presses stay two. Pure; the caller of take() gives the time.
class PressMerger
{
public:
    struct Heard {
        QChar key;
        Carrier carrier = Carrier::Event;
        qint64 at = 0; ///< ms of a steady clock: when the key went down, as far as the carrier tells
        std::optional<Dbm0> level;
    };
    enum class Verdict {
        Pressed, ///< a press nobody has told yet
        Corroborated, ///< the same press by another way
        Waiting, ///< a tone from a caller whose presses come as packets: no press unless one follows
        TooFast ///< more than fingers can do
    };
    struct Outcome {
        Verdict verdict = Verdict::Waiting;
        quint64 press = 0; ///< from 1; 0 when there is none
        std::optional<Dbm0> waitingTone; ///< the level of the tone that waited for this press
    };

    [[nodiscard]] Outcome take(const Heard &heard);

private:
    static constexpr size_t carriers = 3;

    struct Known {
        quint64 press = 0; ///< 0: a tone that waits, or a place not used yet
        QChar key;
        qint64 at = 0;
        std::optional<Dbm0> level;
        std::array<bool, carriers> broughtBy{};
    };
    /// Sixteen presses at once, as after a pause of the network, then twenty a second.
    struct Allowance {
        qint64 used = 0; ///< ms of pressing
        qint64 at = 0;

        [[nodiscard]] bool take(qint64 now);
    };

    [[nodiscard]] Known *sameAs(const Heard &heard);

    // More presses than any carrier can be late.
    std::array<Known, 16> m_recent;
    size_t m_oldest = 0;
    quint64 m_last = 0;
    bool m_hasSentEvents = false;
    std::array<Allowance, carriers> m_allowances;
};

} // namespace knock::hearing
