// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

struct sqlite3;
struct sqlite3_stmt;

namespace knock::bench {

/// The least that keeps the same columns, with the same indexes, as surely: no chain, no triggers, no incidents.
class Bare
{
public:
    explicit Bare(const QString &path);
    ~Bare();
    Q_DISABLE_COPY_MOVE(Bare)

    /// One transaction.
    void write(const std::vector<store::Record> &records);

    /// Kept by a thread that commits what waits when our journal would, and then calls \a told on it.
    void append(const store::Record &record, std::function<void()> told);

private:
    struct Waiting {
        store::Record record;
        std::function<void()> told;
    };

    void work(const std::stop_token &stop);
    void run(const char *sql);

    sqlite3 *m_connection = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    qint64 m_sequence = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Waiting> m_waiting; ///< guarded
    std::jthread m_thread;
};

} // namespace knock::bench
