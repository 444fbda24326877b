// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <algorithm>
#include <iterator>

namespace knock::test {

/// A journal whose disk obeys the test: nothing is durable before write().
class SlowJournal final : public store::Journal
{
public:
    void append(std::vector<store::Record> records, quint64 ticket) override
    {
        kept.insert(kept.end(), records.begin(), records.end());
        tickets.push_back(ticket);
    }
    Result<std::vector<store::Record>> load() override { return kept; }
    Result<std::vector<store::Record>> recent(const QDateTime &, const QStringList &types) override
    {
        remembered = types;
        return {};
    }
    Result<IncidentId> lastIncident() override { return IncidentId{0}; }
    void recall(IncidentId incident, quint64 ticket) override
    {
        std::vector<store::Record> history;
        std::ranges::copy_if(kept, std::back_inserter(history),
                             [incident](const store::Record &record) { return record.incident == incident; });
        recalls.emplace_back(ticket, std::move(history));
    }

    void write()
    {
        for (const quint64 ticket : std::exchange(tickets, {}))
            Q_EMIT appended(ticket, 100 * ticket);
    }
    void read()
    {
        for (const auto &[ticket, history] : std::exchange(recalls, {}))
            Q_EMIT recalled(ticket, history);
    }
    void readNothing(Error::Kind why)
    {
        for (const auto &[ticket, history] : std::exchange(recalls, {}))
            Q_EMIT recalled(ticket, failure(why));
    }
    void fail() { Q_EMIT failed({Error::Kind::Full, QStringLiteral("disk full")}); }
    void recover() { Q_EMIT recovered(); }

    std::vector<store::Record> kept;
    std::vector<quint64> tickets;
    QStringList remembered; ///< the types that were asked for
    std::vector<std::pair<quint64, std::vector<store::Record>>> recalls;
};

} // namespace knock::test
