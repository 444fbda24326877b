// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/workstation/desk/desk.h"

#include <deque>

namespace knock::desk {

/// The last half minute of every connected line: how loud it was, and what was pressed, asked and made out in it.
///
/// Times are the desk's own clock for what is heard, and the service's for events.
class LineModel final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds span{30};

    struct Moment {
        QDateTime at;
        Dbm0 level;
    };
    struct Mark {
        enum class Kind { Key, Prompt, Speech, Breath, Knocking };

        Kind kind = Kind::Key;
        QDateTime at;
        QChar key; ///< of a press
        std::optional<QDateTime> until; ///< of a prompt that is over
        bool operator==(const Mark &) const = default;
    };
    struct Strip {
        std::deque<Moment> moments;
        std::deque<Mark> marks; ///< in the order of their coming
        std::chrono::milliseconds silence{0};
    };

    LineModel(Desk &desk, const Clock &clock);

    /// Of the incident in hand; null when nothing was heard of it.
    [[nodiscard]] const Strip *current() const;
    [[nodiscard]] QDateTime now() const { return m_clock.now(); }

Q_SIGNALS:
    void changed(); ///< of the incident in hand

private:
    void take(const LineSound &sound);
    void follow(IncidentId incident, const Event &event);
    void forgetOld(Strip &strip) const;

    Desk &m_desk;
    const Clock &m_clock;
    std::map<IncidentId, Strip> m_strips;
};

} // namespace knock::desk
