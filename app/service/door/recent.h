// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"

#include <algorithm>
#include <deque>
#include <QByteArray>
#include <ranges>

namespace knock::door {

/// The events that were told last, encoded once for all seats: the bridge between the journal, which is read behind the
/// service's thread, and what is told just now.
class Recent final
{
public:
    static constexpr size_t most = 4096; ///< events
    static constexpr qsizetype mostBytes = 8 * 1024 * 1024;

    struct Entry {
        quint64 sequence = 0;
        QByteArray message; ///< as it is sent
        SeatId onlyFor; ///< none: for all
    };

    /// \a entry is later than all before.
    void put(Entry entry)
    {
        m_bytes += entry.message.size();
        m_last = entry.sequence;
        m_entries.push_back(std::move(entry));
        while (m_entries.size() > most || (m_bytes > mostBytes && m_entries.size() > 1)) {
            m_floor = m_entries.front().sequence;
            m_bytes -= m_entries.front().message.size();
            m_entries.pop_front();
        }
    }

    /// There must have been one.
    [[nodiscard]] const Entry &newest() const { return m_entries.back(); }
    /// All that was told after this sequence is here.
    [[nodiscard]] quint64 floor() const { return m_floor; }
    [[nodiscard]] quint64 last() const { return m_last; }
    [[nodiscard]] auto after(quint64 sequence) const
    {
        return std::ranges::subrange(std::ranges::upper_bound(m_entries, sequence, {}, &Entry::sequence),
                                     m_entries.end());
    }

private:
    std::deque<Entry> m_entries;
    qsizetype m_bytes = 0;
    quint64 m_floor = 0;
    quint64 m_last = 0;
};

} // namespace knock::door
