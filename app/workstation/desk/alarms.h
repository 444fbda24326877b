// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"

#include <array>

namespace knock::desk {

/// What this position must hear: a knock nobody has judged, a line lost after a knock, a call nobody has taken.
///
/// One alarm at a time, the most pressing. It belongs to those who can act on it: a call that is nobody's to every
/// position, a knock at another position only when nobody there has judged it for too long.
class Alarms final : public QObject
{
    Q_OBJECT
public:
    enum class Kind { Knock, Lost, Call }; ///< the most pressing first
    Q_ENUM(Kind)
    /// The waits after which an alarm becomes more pressing.
    static constexpr std::array<std::chrono::seconds, 3> steps{std::chrono::seconds(10), std::chrono::seconds(15),
                                                               std::chrono::seconds(20)};
    struct Alarm {
        Kind kind = Kind::Call;
        size_t step = 0; ///< how many of the steps have passed
        bool soft = false; ///< a caller is on the line of this position and must not be drowned
        bool operator==(const Alarm &) const = default;
    };

    Alarms(Desk &desk, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const std::optional<Alarm> &now() const { return m_now; }

    /// A person has read of \a incident and knows.
    void acknowledge(IncidentId incident);
    /// Nothing that sounds now is heard any more, until it has waited for the last of the steps.
    void silence();
    /// Time alone makes an alarm more pressing.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    /// When a cause is heard here.
    enum class Share { Now, Late, Never };
    struct Cause {
        Kind kind = Kind::Call;
        QDateTime since;
        Share share = Share::Now;
        bool quietened = false; ///< by a person
    };
    using Waiting = std::set<std::pair<QDateTime, IncidentId>>; ///< the longest first

    void take(IncidentId incident, const Event *event);
    void put(IncidentId incident, const std::optional<Cause> &cause);
    void quieten(IncidentId incident, Share share);
    [[nodiscard]] Share shareOf(const Incident &incident, Kind kind) const;
    [[nodiscard]] bool isLate(const QDateTime &since) const { return since.addDuration(steps.back()) <= m_clock.now(); }
    [[nodiscard]] std::optional<Alarm> mostPressing() const;

    Desk &m_desk;
    const Clock &m_clock;
    std::map<IncidentId, Cause> m_causes;
    /// By kind, then by share; what is never heard is in none. Nothing is searched when one of thousands changes.
    std::array<std::array<Waiting, 2>, 3> m_waiting;
    std::set<IncidentId> m_onTheLine; ///< of this position
    bool m_isCaughtUp = false; ///< what is long past makes no sound
    std::optional<Alarm> m_now;
};

} // namespace knock::desk
