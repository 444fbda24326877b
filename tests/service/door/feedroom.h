// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/door/feed.h"
#include "app/wire/codec.h"
#include "app/wire/seat.h"

#include <deque>
#include <QTest>
#include <QTimeZone>
#include <set>

namespace knock::test {

using door::Feed;

inline const QDateTime now = QDateTime::fromMSecsSinceEpoch(1'000'000, QTimeZone::UTC);

/// A journal in memory whose pages come when the test says so, and a seat that reads when the test says so.
class Room
{
public:
    explicit Room(bool seesCallers = true)
        : m_seesCallers(seesCallers)
    {
        connectSeat();
    }

    /// A seat with an empty socket.
    void connectSeat()
    {
        out.emplace([this](const QByteArray &message) { wire.push_back(message); });
        wire.clear();
        wishes.clear();
        m_gone = 0;
        feed.emplace(SeatId{7}, m_seesCallers, recent, *out,
                     Feed::Ways{[this](const store::Reader::Wish &wish) { wishes.push_back(wish); }, [] {}});
    }

    /// Is on the disk, and not yet told.
    quint64 keep(const Event &event)
    {
        store::Record record;
        record.sequence = records.size() + 1;
        record.incident = incidentOf(event);
        record.type = nameOf(event);
        record.body = wire::encode(event);
        records.push_back(record);
        m_untold.emplace_back(record.sequence, event);
        if (std::holds_alternative<IncidentClosed>(event))
            closed.insert(record.incident);
        if (std::holds_alternative<IncidentReopened>(event))
            closed.erase(record.incident);
        return record.sequence;
    }
    void keepAudit()
    {
        store::Record record;
        record.sequence = records.size() + 1;
        record.type = AuditRead::name;
        record.body = wire::encode(Audit(AuditRead{{7}, QStringLiteral("ahn"), {}, now}));
        records.push_back(record);
    }
    /// The oldest that is not told is.
    void tell()
    {
        if (m_untold.empty())
            return;
        const auto [sequence, event] = m_untold.front();
        m_untold.pop_front();
        const auto *refused = std::get_if<Refused>(&event);
        recent.put({sequence, wire::told(sequence, records[sequence - 1].body), refused ? refused->seat : SeatId()});
        if (feed)
            feed->tell(recent.newest());
    }
    void tellAll()
    {
        while (!m_untold.empty())
            tell();
    }
    [[nodiscard]] bool hasUntold() const { return !m_untold.empty(); }

    /// As store::Reader.
    [[nodiscard]] store::Reader::Page page(const store::Reader::Wish &wish) const
    {
        store::Reader::Page page;
        page.head = records.size();
        page.through = wish.after;
        for (size_t i = wish.after; i < records.size(); ++i) {
            const store::Record &record = records[i];
            if ((wish.openOnly && (!record.incident.isValid() || closed.contains(record.incident)))
                || (!wish.types.isEmpty() && !wish.types.contains(record.type)))
                continue;
            if (page.records.size() == std::min(wish.most, pageSize))
                return page;
            page.through = record.sequence;
            page.records.push_back(record);
        }
        page.through = std::max(page.head, wish.after);
        return page;
    }
    /// The oldest wish is answered.
    void read()
    {
        if (wishes.empty())
            return;
        const store::Reader::Wish wish = wishes.front();
        wishes.pop_front();
        feed->take(page(wish));
    }
    void readAll()
    {
        while (!wishes.empty())
            read();
    }

    /// The seat reads what is on the wire.
    std::vector<wire::ToSeat> hear(size_t most = std::numeric_limits<size_t>::max())
    {
        std::vector<wire::ToSeat> heard;
        for (; !wire.empty() && heard.size() < most; wire.pop_front()) {
            heard.push_back(wire::decodeToSeat(wire.front()).value());
            m_gone += quint64(wire.front().size());
        }
        out->gone(m_gone);
        feed->goOn();
        return heard;
    }

    std::vector<store::Record> records;
    std::set<IncidentId> closed;
    size_t pageSize = Feed::pageSize;
    door::Recent recent;
    std::optional<door::Outflow> out;
    std::optional<Feed> feed;
    std::deque<QByteArray> wire;
    std::deque<store::Reader::Wish> wishes;

private:
    const bool m_seesCallers;
    std::deque<std::pair<quint64, Event>> m_untold;
    quint64 m_gone = 0;
};

inline Event note(quint64 incident, const QString &text = QStringLiteral("two men"))
{
    return NoteWritten{{incident}, text, {1}, now};
}
inline Event arrival(quint64 incident) { return CallArrived{{incident}, QStringLiteral("112"), now}; }
inline Event closing(quint64 incident) { return IncidentClosed{{incident}, CloseReason::Other, {}, {1}, now}; }
inline Event refusal(quint64 seat) { return Refused{{1}, {seat}, QStringLiteral("hangUp"), {}, now}; }

inline QString nameOfMessage(const wire::ToSeat &message)
{
    if (const auto *told = std::get_if<wire::Told>(&message))
        return QString::number(told->sequence);
    return std::visit([](const auto &said) { return QString(said.name); }, message);
}

inline QString names(const std::vector<wire::ToSeat> &messages)
{
    QStringList names;
    for (const wire::ToSeat &message : messages)
        names << nameOfMessage(message);
    return names.join(u' ');
}

} // namespace knock::test
