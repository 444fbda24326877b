// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"

#include "app/core/logging.h"
#include "app/service/store/salvage.h"

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

Result<SqlJournal::Found> SqlJournal::open(const QString &path, std::shared_ptr<Sealer> sealer,
                                           std::shared_ptr<Signer> signer)
{
    Found found;
    Result<JournalFile> file = JournalFile::open(path, sealer);
    const Result<> sound = file ? file->examine() : std::unexpected(file.error());
    if (!sound && (file ? sound.error().kind == Error::Kind::Malformed : isDamaged(path, sound.error()))) {
        file = std::unexpected(sound.error()); // closes it
        const Result<QString> kept = beginAnew(path, sealer);
        if (!kept)
            return std::unexpected(kept.error());
        qCWarning(lcStore) << "The journal was damaged:" << sound.error().detail << "It is kept as" << *kept;
        found = {sound.error(), *kept};
        file = JournalFile::open(path, sealer);
    } else if (!sound) {
        return std::unexpected(sound.error());
    }
    if (!file)
        return std::unexpected(file.error());
    m_file.emplace(std::move(*file));
    m_signer = std::move(signer);
    m_signBy = std::chrono::steady_clock::now() + m_limits.longestUnsigned;
    return found;
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
    bool isMuch = false;
    bool wakes = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting += records.size();
        lastErrand().parcels.push_back({ticket, std::move(records)});
        isMuch = isEnough();
        wakes = !isMuch && !m_gathers && !std::exchange(m_wakes, true);
        if (m_waiting > m_limits.mostWaiting && !m_troubled) {
            m_troubled = true;
            tellFailed(tooManyWait());
        }
    }
    startWriter();
    if (isMuch)
        wakeWriter();
    else if (wakes) // once all that comes together has been appended, so that it is one commit
        QMetaObject::invokeMethod(this, &SqlJournal::wakeWriter, Qt::QueuedConnection);
}

void SqlJournal::recall(IncidentId incident, quint64 ticket)
{
    Q_ASSERT(m_file);
    {
        const std::scoped_lock lock(m_mutex);
        lastErrand().recall = {incident, ticket};
    }
    startWriter();
    wakeWriter();
}

SqlJournal::Errand &SqlJournal::lastErrand()
{
    if (m_errands.empty() || m_errands.back().recall)
        m_errands.emplace_back();
    return m_errands.back();
}

void SqlJournal::startWriter()
{
    if (!m_writer.joinable())
        m_writer = std::jthread([this](const std::stop_token &stop) { write(stop); });
}

void SqlJournal::wakeWriter()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_wakes = false;
        m_isWanted = !m_errands.empty();
    }
    m_wake.notify_one();
}

void SqlJournal::write(const std::stop_token &stop)
{
    while (const auto errand = takeWaiting(stop)) {
        if (!errand->parcels.empty() && !writeAll(errand->parcels, stop))
            return;
        if (errand->recall && !stop.stop_requested())
            read(*errand->recall);
        signWhenDue();
    }
    sign();
}

std::optional<SqlJournal::Errand> SqlJournal::takeWaiting(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    const auto isWanted = [this] { return m_isWanted; };
    if (m_signer && m_file->unsignedRecords() > 0)
        m_wake.wait_until(lock, stop, m_signBy, isWanted);
    else
        m_wake.wait(lock, stop, isWanted);
    if (m_errands.empty())
        return stop.stop_requested() ? std::nullopt : std::optional(Errand());
    m_gathers = true;
    m_wake.wait_until(lock, stop, m_gatherUntil, [this] { return isEnough(); });
    m_gathers = false;
    Errand errand = std::move(m_errands.front());
    m_errands.pop_front();
    m_isWanted = !m_errands.empty();
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
        m_gatherUntil = std::chrono::steady_clock::now() + m_limits.gathering;
        const Result<quint64> written = m_file->write(parcels);
        if (written) {
            wrote(parcels, *written);
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

void SqlJournal::wrote(const std::vector<Parcel> &parcels, quint64 first)
{
    std::vector<std::pair<quint64, quint64>> tickets; // with the first sequence of each
    tickets.reserve(parcels.size());
    for (const Parcel &parcel : parcels) {
        tickets.emplace_back(parcel.ticket, first);
        first += parcel.records.size();
    }

    const std::scoped_lock lock(m_mutex);
    m_waiting -= recordsIn(parcels);
    const bool recovers = m_troubled && m_waiting <= m_limits.mostWaiting;
    if (recovers)
        m_troubled = false;

    const auto tell = [this, tickets = std::move(tickets), recovers] {
        for (const auto &[ticket, sequence] : tickets)
            Q_EMIT appended(ticket, sequence);
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

void SqlJournal::signWhenDue()
{
    if (m_file->unsignedRecords() >= m_limits.mostUnsigned || std::chrono::steady_clock::now() >= m_signBy)
        sign();
}

void SqlJournal::sign()
{
    m_signBy = std::chrono::steady_clock::now() + m_limits.longestUnsigned;
    if (!m_signer || m_file->unsignedRecords() == 0)
        return;
    const Result<Checkpoint> checkpoint = m_file->sign(*m_signer);
    if (checkpoint) // so that it is also kept elsewhere
        qCInfo(lcStore, "Checkpoint of the journal: sequence %llu, hash %s", checkpoint->sequence,
               checkpoint->hash.toHex().constData());
    else if (m_signs)
        qCWarning(lcStore) << "The journal cannot be signed:" << checkpoint.error().detail;
    m_signs = checkpoint.has_value();
}

} // namespace knock::store
