// SPDX-License-Identifier: Apache-2.0
#include "app/service/meteredjournal.h"

namespace knock::service {

MeteredJournal::MeteredJournal(std::unique_ptr<store::Journal> journal)
    : m_journal(std::move(journal))
{
    connect(m_journal.get(), &Journal::appended, this, &MeteredJournal::take);
    connect(m_journal.get(), &Journal::recalled, this, &Journal::recalled);
    connect(m_journal.get(), &Journal::failed, this, &Journal::failed);
    connect(m_journal.get(), &Journal::recovered, this, &Journal::recovered);
}

void MeteredJournal::append(std::vector<store::Record> records, quint64 ticket)
{
    m_parcels.push_back({ticket, records.size(), std::chrono::steady_clock::now()});
    m_waiting += records.size();
    m_journal->append(std::move(records), ticket);
}

std::chrono::nanoseconds MeteredJournal::oldest() const
{
    return m_parcels.empty() ? std::chrono::nanoseconds(0) : std::chrono::steady_clock::now() - m_parcels.front().since;
}

void MeteredJournal::take(quint64 ticket, quint64 first)
{
    while (!m_parcels.empty() && m_parcels.front().ticket <= ticket) {
        m_waiting -= m_parcels.front().records;
        Q_EMIT durable(std::chrono::steady_clock::now() - m_parcels.front().since);
        m_parcels.pop_front();
    }
    Q_EMIT appended(ticket, first);
}

} // namespace knock::service
