// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journalfile.h"
#include "app/service/store/signer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace knock::store {

/// The journal in an SQLite file.
///
/// A thread of its own takes everything that waits, commits it in one and tells all its tickets: a slow disk makes the
/// commits larger, not the queue longer. What comes after a pause is committed as soon as the event loop comes round,
/// with all that was appended until then; a busy journal gathers a little, for each commit wakes everybody who is told
/// of it. Only a recall() parts what was appended before it from what comes later. What is still waiting when the
/// journal goes is written once more, then given up.
class SqlJournal final : public Journal
{
    Q_OBJECT
public:
    struct Limits {
        size_t mostWaiting = 100'000; ///< records; more is told as failed(Full), and still kept
        size_t mostRecalled = 50'000; ///< records of one incident
        std::chrono::milliseconds gathering{10}; ///< from the begin of one commit to the next at least,
        size_t enough = 256; ///< unless so many records wait
        std::chrono::milliseconds firstPause{100}; ///< after a failed write; doubles with each failure
        std::chrono::milliseconds longestPause{5000};
        quint64 mostUnsigned = 10'000; ///< records after which there is a checkpoint,
        std::chrono::milliseconds longestUnsigned{std::chrono::minutes(10)}; ///< and the time
    };

    /// How the file was when it was opened.
    struct Found {
        std::optional<Error> damage; ///< none: it was as it should be
        QString movedTo; ///< what the damaged file is called now; a new one was begun in its place
    };

    explicit SqlJournal(QObject *parent = nullptr)
        : SqlJournal(Limits(), parent)
    {
    }
    explicit SqlJournal(Limits limits, QObject *parent = nullptr);
    ~SqlJournal() override;

    /// Comes before everything else. Blocks. Without \a sealer bodies are written as they are, without \a signer there
    /// are no checkpoints; both are used on the writer's thread.
    ///
    /// A damaged file is no failure: it is kept aside, and a new one takes over what can be read of open incidents.
    [[nodiscard]] Result<Found> open(const QString &path, std::shared_ptr<Sealer> sealer = {},
                                     std::shared_ptr<Signer> signer = {});

    [[nodiscard]] Result<std::vector<Record>> load() override;
    [[nodiscard]] Result<std::vector<Record>> recent(const QDateTime &since, const QStringList &types) override;
    [[nodiscard]] Result<IncidentId> lastIncident() override;
    void append(std::vector<Record> records, quint64 ticket) override;
    void recall(IncidentId incident, quint64 ticket) override;

private:
    struct Recall {
        IncidentId incident;
        quint64 ticket = 0;
    };
    /// What the writer does at once: a commit, then what is read after it.
    struct Errand {
        std::vector<Parcel> parcels;
        std::optional<Recall> recall;
    };

    /// The one that still takes parcels, and at last a recall. Guarded.
    [[nodiscard]] Errand &lastErrand();
    /// Whether what waits is to be committed without delay. Guarded.
    [[nodiscard]] bool isEnough() const { return m_waiting >= m_limits.enough || m_errands.front().recall; }
    void startWriter();
    void wakeWriter();
    void write(const std::stop_token &stop);
    [[nodiscard]] std::optional<Errand> takeWaiting(const std::stop_token &stop);
    void read(const Recall &recall);
    [[nodiscard]] bool writeAll(const std::vector<Parcel> &parcels, const std::stop_token &stop);
    void wrote(const std::vector<Parcel> &parcels, quint64 first);
    void wroteNothing(const Error &why);
    void tellFailed(const Error &why);
    [[nodiscard]] Error tooManyWait() const;
    void signWhenDue();
    void sign();

    const Limits m_limits;
    std::shared_ptr<Signer> m_signer; ///< the writer's, as the file
    std::chrono::steady_clock::time_point m_signBy; ///< the writer's
    std::chrono::steady_clock::time_point m_gatherUntil; ///< the writer's
    bool m_signs = true; ///< the writer's: the last attempt went well
    std::optional<JournalFile> m_file; ///< the writer's, as soon as there is a writer

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Errand> m_errands; ///< guarded: not yet taken by the writer
    size_t m_waiting = 0; ///< guarded: records not yet on the disk
    bool m_wakes = false; ///< guarded: wakeWriter() is about to be called
    bool m_isWanted = false; ///< guarded: the writer is to take what waits
    bool m_gathers = false; ///< guarded: the writer knows that something waits
    bool m_troubled = false; ///< guarded: failed() was the last word

    std::jthread m_writer; ///< last, so that it ends before what it uses
};

} // namespace knock::store
