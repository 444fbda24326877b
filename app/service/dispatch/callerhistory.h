// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

#include <deque>
#include <QHash>

namespace knock::dispatch {

/// What each number did in the last day, as far as the next operator should know it before they answer.
///
/// Kept here and nowhere else: no other agency is asked, and a day later it is forgotten. A call costs as much as its
/// number called in that day, at most `mostOfOne`.
class CallerHistory
{
public:
    static constexpr std::chrono::hours span{24};
    static constexpr size_t mostOfOne = 50;
    static constexpr size_t mostTold = 8; ///< one by one, the newest

    /// Whatever became true, in order. What is of no use here is ignored.
    void take(const Event &event);
    /// None for a withheld number, and for one that did not call. Ordinary calls are told, and not counted.
    [[nodiscard]] std::optional<EarlierCalls> of(const QString &number, const QDateTime &now) const;

private:
    struct Call {
        IncidentId incident;
        QDateTime at;
        bool answered = false;
        bool abandoned = false;
        bool silent = false;
    };
    struct Arrival {
        QDateTime at;
        IncidentId incident;
        QString number;
    };

    /// \a change is done with the call of \a incident, if it is known.
    template <typename Change>
    void change(IncidentId incident, const Change &change);
    void setSilent(IncidentId incident, bool silent);
    void add(const CallArrived &arrived);
    void forgetOld(const QDateTime &now);
    void forget(const QString &number, IncidentId incident);

    QHash<QString, std::deque<Call>> m_calls; ///< of each number, the oldest first
    QHash<IncidentId, QString> m_numbers;
    std::deque<Arrival> m_arrivals; ///< the oldest first
};

} // namespace knock::dispatch
