// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/door/outflow.h"
#include "app/service/door/recent.h"
#include "app/service/store/reader.h"

#include <functional>
#include <map>
#include <optional>

namespace knock::door {

/// What one seat is told: every event that is its to see, once and in order, at the pace at which it reads.
///
/// It is a cursor over the journal. What lies behind comes out of the journal page by page, the last part of the way
/// out of what was told of late, and from then on as it is told. Knows no socket, no thread and no clock.
class Feed final
{
public:
    static constexpr quint64 most = 512 * 1024; ///< bytes that wait before a seat counts as behind
    static constexpr quint64 little = most / 4; ///< bytes that wait when it is told more again
    static constexpr size_t pageSize = 1000; ///< records
    static constexpr int mostOpenings = 3;
    static constexpr size_t mostPassing = 1000; ///< things of which the latest waits

    /// What is shown at once and not kept. Of a seat that does not read fast enough the latest of each waits.
    enum class Passing { Health, Sound, Camera, Viewers };

    /// How far a seat was brought when it was told everything.
    struct Opening {
        quint64 last = 0; ///< sequence of the last event of it
        quint64 head = 0; ///< nothing up to here is lacking
    };

    struct Ways {
        std::function<void(const store::Reader::Wish &wish)> read; ///< take() is the answer, later
        std::function<void()> caughtUp; ///< the seat has been told so
    };

    Feed(SeatId seat, bool seesCallers, const Recent &recent, Outflow &out, Ways ways);

    void startOver();
    /// The seat was opened before, and then told everything up to \a after, which is not before Opening::last.
    void resume(const Opening &opening, quint64 after);
    /// The newest of what was told.
    void tell(const Recent::Entry &entry);
    void take(const Result<store::Reader::Page> &page);
    void pass(Passing kind, quint64 of, const QByteArray &message);
    /// What is of no use any more when it is late.
    void mention(const QByteArray &message);
    /// Something has gone out.
    void goOn();

    /// None while it is under way, or when something of what followed could not be read.
    [[nodiscard]] std::optional<Opening> opening() const;

    /// The seat does not read as fast as there is something to tell.
    [[nodiscard]] bool isBehind() const { return m_waits; }

private:
    void readOn();
    void takeOpening(const store::Reader::Page &page);
    [[nodiscard]] bool takeLater(const store::Reader::Page &page);
    [[nodiscard]] bool tellRecord(const store::Record &record);
    void give(const Recent::Entry &entry);
    void advance();
    [[nodiscard]] bool isFull() const { return m_out.waiting() > most; }

    const SeatId m_seat;
    const bool m_seesCallers;
    const Recent &m_recent;
    Outflow &m_out;
    const Ways m_ways;

    quint64 m_cursor = 0; ///< what the seat may see up to here has been sent
    bool m_isOpening = false; ///< it is told open incidents alone
    Opening m_opening;
    quint64 m_mixedUntil = 0; ///< the pages of the opening were not of one moment, but of several up to here
    int m_openings = 0;
    bool m_hasGap = false;
    bool m_isReading = false;
    bool m_isFollowing = false; ///< told of everything as it is told
    bool m_waits = false; ///< for the seat to read
    std::map<std::pair<Passing, quint64>, QByteArray> m_passing;
};

} // namespace knock::door
