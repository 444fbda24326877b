// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <chrono>
#include <deque>
#include <memory>

namespace knock::service {

/// Another journal, and how long what is given to it waits for the disk.
class MeteredJournal final : public store::Journal
{
    Q_OBJECT
public:
    explicit MeteredJournal(std::unique_ptr<store::Journal> journal);

    [[nodiscard]] Result<std::vector<store::Record>> load() override { return m_journal->load(); }
    [[nodiscard]] Result<std::vector<store::Record>> recent(const QDateTime &since, const QStringList &types) override
    {
        return m_journal->recent(since, types);
    }
    [[nodiscard]] Result<IncidentId> lastIncident() override { return m_journal->lastIncident(); }
    void append(std::vector<store::Record> records, quint64 ticket) override;
    void recall(IncidentId incident, quint64 ticket) override { m_journal->recall(incident, ticket); }

    [[nodiscard]] size_t waiting() const { return m_waiting; } ///< records
    [[nodiscard]] std::chrono::nanoseconds oldest() const; ///< how long the first of them has waited

Q_SIGNALS:
    /// Something is on the disk that waited so long.
    void durable(std::chrono::nanoseconds took);

private:
    struct Parcel {
        quint64 ticket = 0;
        size_t records = 0;
        std::chrono::steady_clock::time_point since;
    };
    void take(quint64 ticket, quint64 first);

    std::unique_ptr<store::Journal> m_journal;
    std::deque<Parcel> m_parcels; ///< in the order of their tickets, which is that of the journal's answers
    size_t m_waiting = 0;
};

} // namespace knock::service
