// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"

#include "app/core/logging.h"

using namespace Qt::StringLiterals;

namespace knock::store {

namespace {

size_t recordsIn(const std::vector<Parcel> &parcels)
{
    size_t count = 0;
    for (const Parcel &parcel : parcels)
        count += parcel.records.size();
    return count;
}

} // namespace

SqlJournal::SqlJournal(Limits limits, QObject *parent)
    : Journal(parent)
    , m_limits(limits)
{
}

SqlJournal::~SqlJournal() = default;

Result<> SqlJournal::open(const QString &path)
{
    Result<JournalFile> file = JournalFile::open(path);
    if (!file)
        return std::unexpected(file.error());
    m_file.emplace(std::move(*file));
    return {};
}

Result<std::vector<Record>> SqlJournal::load()
{
    if (!m_file || m_writer.joinable())
        return failure(Error::Kind::Refused, u"load() belongs between open() and the first append()"_s);
    return m_file->openIncidents();
}

Result<std::vector<Record>> SqlJournal::recent(const QDateTime &since, const QStringList &types)
{
    if (!m_file || m_writer.joinable())
        return failure(Error::Kind::Refused, u"recent() belongs between open() and the first append()"_s);
    return m_file->recent(since, types);
}

Result<IncidentId> SqlJournal::lastIncident()
{
    if (!m_file || m_writer.joinable())
        return failure(Error::Kind::Refused, u"lastIncident() belongs between open() and the first append()"_s);
    return m_file->lastIncident();
}

void SqlJournal::append(std::vector<Record> records, quint64 ticket)
{
    Q_ASSERT(m_file);
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting += records.size();
        lastErrand().parcels.push_back({ticket, std::move(records)});
        if (m_waiting > m_limits.mostWaiting && !m_troubled) {
            m_troubled = true;
            tellFailed(tooManyWait());
        }
    }
    wakeWriter();
}

void SqlJournal::recall(IncidentId incident, quint64 ticket)
{
    Q_ASSERT(m_file);
    {
        const std::scoped_lock lock(m_mutex);
        lastErrand().recall = {incident, ticket};
    }
    wakeWriter();
}

SqlJournal::Errand &SqlJournal::lastErrand()
{
    if (m_errands.empty() || m_errands.back().recall)
        m_errands.emplace_back();
    return m_errands.back();
}

void SqlJournal::wakeWriter()
{
    if (!m_writer.joinable())
        m_writer = std::jthread([this](const std::stop_token &stop) { write(stop); });
    m_wake.notify_one();
}

void SqlJournal::write(const std::stop_token &stop)
{
    while (const auto errand = takeWaiting(stop)) {
        if (!errand->parcels.empty() && !writeAll(errand->parcels, stop))
            return;
        if (errand->recall && !stop.stop_requested())
            read(*errand->recall);
    }
}

std::optional<SqlJournal::Errand> SqlJournal::takeWaiting(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_wake.wait(lock, stop, [this] { return !m_errands.empty(); }))
        return std::nullopt;
    Errand errand = std::move(m_errands.front());
    m_errands.pop_front();
    return errand;
}

void SqlJournal::read(const Recall &recall)
{
    const auto tell
        = [this, ticket = recall.ticket, records = m_file->history(recall.incident, m_limits.mostRecalled)] {
              Q_EMIT recalled(ticket, records);
          };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

bool SqlJournal::writeAll(const std::vector<Parcel> &parcels, const std::stop_token &stop)
{
    for (auto pause = m_limits.firstPause;; pause = std::min(pause * 2, m_limits.longestPause)) {
        const Result<> written = m_file->write(parcels);
        if (written) {
            wrote(parcels);
            return true;
        }
        wroteNothing(written.error());

        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, pause, [] { return false; });
        if (stop.stop_requested()) {
            qCWarning(lcStore) << "The journal ends with" << m_waiting
                               << "records unwritten:" << written.error().detail;
            return false;
        }
    }
}

void SqlJournal::wrote(const std::vector<Parcel> &parcels)
{
    std::vector<quint64> tickets;
    tickets.reserve(parcels.size());
    for (const Parcel &parcel : parcels)
        tickets.push_back(parcel.ticket);

    const std::scoped_lock lock(m_mutex);
    m_waiting -= recordsIn(parcels);
    const bool recovers = m_troubled && m_waiting <= m_limits.mostWaiting;
    if (recovers)
        m_troubled = false;

    const auto tell = [this, tickets = std::move(tickets), recovers] {
        for (const quint64 ticket : tickets)
            Q_EMIT appended(ticket);
        if (recovers)
            Q_EMIT recovered();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void SqlJournal::wroteNothing(const Error &why)
{
    const std::scoped_lock lock(m_mutex);
    m_troubled = true;
    tellFailed(m_waiting > m_limits.mostWaiting ? tooManyWait() : why);
}

void SqlJournal::tellFailed(const Error &why)
{
    // Queued also from the service thread: nobody expects a signal out of append().
    QMetaObject::invokeMethod(this, [this, why] { Q_EMIT failed(why); }, Qt::QueuedConnection);
}

Error SqlJournal::tooManyWait() const { return {Error::Kind::Full, u"%1 records wait to be written"_s.arg(m_waiting)}; }

} // namespace knock::store
