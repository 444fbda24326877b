// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/journal/bare.h"

#include "app/service/store/sqljournal.h"

#include <sqlite3.h>

namespace knock::bench {

Bare::Bare(const QString &path)
{
    if (sqlite3_open(path.toUtf8().constData(), &m_connection) != SQLITE_OK)
        qFatal("SQLite cannot open %s", qPrintable(path));
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;"
        "CREATE TABLE event (sequence INTEGER PRIMARY KEY, incident INTEGER NOT NULL, at INTEGER NOT NULL,"
        " type TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL, form INTEGER NOT NULL,"
        " monotonic INTEGER NOT NULL, boot BLOB NOT NULL) STRICT;"
        "CREATE INDEX event_by_incident ON event (incident, sequence); CREATE INDEX event_by_time ON event (at);");
    sqlite3_prepare_v2(m_connection, "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", -1, &m_insert,
                       nullptr);
}

Bare::~Bare()
{
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
    sqlite3_finalize(m_insert);
    sqlite3_close(m_connection);
}

void Bare::run(const char *sql)
{
    if (sqlite3_exec(m_connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("SQLite: %s", sqlite3_errmsg(m_connection));
}

void Bare::write(const std::vector<store::Record> &records)
{
    static const QByteArray hash(32, 'h');
    static const QByteArray boot(16, 'b');
    run("BEGIN IMMEDIATE");
    for (const store::Record &record : records) {
        const QByteArray type = record.type.toUtf8();
        ++m_sequence;
        sqlite3_bind_int64(m_insert, 1, m_sequence);
        sqlite3_bind_int64(m_insert, 2, static_cast<qint64>(record.incident.value));
        sqlite3_bind_int64(m_insert, 3, record.at.toMSecsSinceEpoch());
        sqlite3_bind_text(m_insert, 4, type.constData(), static_cast<int>(type.size()), SQLITE_STATIC);
        sqlite3_bind_blob(m_insert, 5, record.body.constData(), static_cast<int>(record.body.size()), SQLITE_STATIC);
        sqlite3_bind_blob(m_insert, 6, hash.constData(), static_cast<int>(hash.size()), SQLITE_STATIC);
        sqlite3_bind_int64(m_insert, 7, 2);
        sqlite3_bind_int64(m_insert, 8, m_sequence * 1'000'000);
        sqlite3_bind_blob(m_insert, 9, boot.constData(), static_cast<int>(boot.size()), SQLITE_STATIC);
        if (sqlite3_step(m_insert) != SQLITE_DONE)
            qFatal("SQLite: %s", sqlite3_errmsg(m_connection));
        sqlite3_reset(m_insert);
    }
    run("COMMIT");
}

constexpr store::SqlJournal::Limits as; // its batching

void Bare::append(const store::Record &record, std::function<void()> told)
{
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
    size_t waiting = 0;
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back({record, std::move(told)});
        waiting = m_waiting.size();
    }
    if (waiting == 1 || waiting == as.enough)
        m_wake.notify_one();
}

void Bare::work(const std::stop_token &stop)
{
    std::chrono::steady_clock::time_point gatherUntil;
    while (true) {
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }))
            return;
        m_wake.wait_until(lock, stop, gatherUntil, [this] { return m_waiting.size() >= as.enough; });
        gatherUntil = std::chrono::steady_clock::now() + as.gathering;
        const std::deque<Waiting> taken = std::exchange(m_waiting, {});
        lock.unlock();
        std::vector<store::Record> records;
        records.reserve(taken.size());
        for (const Waiting &one : taken)
            records.push_back(one.record);
        write(records);
        for (const Waiting &one : taken)
            one.told();
    }
}

} // namespace knock::bench
