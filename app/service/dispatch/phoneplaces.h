// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

#include <deque>
#include <QHash>
#include <set>

namespace knock::dispatch {

/// Whose call it is when a telephone itself says where it is, which only its number tells; and what telephones said
/// before their calls rang here. No cost grows with the number of calls.
class PhonePlaces
{
public:
    static constexpr std::chrono::seconds patience{60};
    static constexpr size_t mostKept = 1000;

    /// \a countryCode: what numbers without one mean, see comparable().
    explicit PhonePlaces(QString countryCode)
        : m_countryCode(std::move(countryCode))
    {
    }

    /// Whatever became true, in order. What is of no use here is ignored.
    void take(const Event &event);
    /// An incident of this number is open: its call came, or somebody took it up again.
    void open(IncidentId incident, const QString &number);
    /// The newest open incident of this number, or none.
    [[nodiscard]] IncidentId incidentOf(const QString &number) const;

    /// Keeps the newest location of a number whose call has not rung yet, until \a now + patience.
    void keep(const QString &number, const Fix &fix, const QDateTime &now);
    /// What was kept for this number, which is now forgotten.
    [[nodiscard]] std::optional<Fix> takeKept(const QString &number, const QDateTime &now);

private:
    struct Kept {
        Fix fix;
        QDateTime until;
        quint64 ticket = 0;
    };
    struct Waiting {
        QString number;
        QDateTime until;
        quint64 ticket = 0;
    };

    void forgetOldest();

    const QString m_countryCode;
    QHash<QString, std::set<IncidentId>> m_open; ///< by number
    QHash<IncidentId, QString> m_numbers;
    QHash<QString, Kept> m_kept;
    std::deque<Waiting> m_waiting; ///< the oldest first; one whose ticket is no longer that of its number is done with
    quint64 m_lastTicket = 0;
};

} // namespace knock::dispatch
