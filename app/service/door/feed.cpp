// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/feed.h"

#include "app/wire/codec.h"
#include "app/wire/seat.h"

namespace knock::door {

namespace {

SeatId seatOf(const store::Record &refusal)
{
    const auto event = wire::decodeEvent(refusal.body);
    const auto *refused = event ? std::get_if<Refused>(&*event) : nullptr;
    return refused ? refused->seat : SeatId();
}

} // namespace

Feed::Feed(SeatId seat, bool seesCallers, const Recent &recent, Outflow &out, Ways ways)
    : m_seat(seat)
    , m_seesCallers(seesCallers)
    , m_recent(recent)
    , m_out(out)
    , m_ways(std::move(ways))
{
}

void Feed::startOver()
{
    ++m_openings;
    m_cursor = 0;
    m_isOpening = true;
    m_opening = {};
    m_out.send(wire::encode(wire::StartingOver{}));
    advance();
}

void Feed::resume(const Opening &opening, quint64 after)
{
    m_opening = opening;
    m_cursor = std::max(opening.head, after);
    advance();
}

std::optional<Feed::Opening> Feed::opening() const
{
    return m_isOpening || m_hasGap ? std::nullopt : std::optional(m_opening);
}

void Feed::readOn()
{
    m_isReading = true;
    store::Reader::Wish wish;
    wish.after = m_cursor;
    wish.most = pageSize;
    wish.openOnly = m_isOpening;
    if (!m_seesCallers)
        wish.types = {Refused::name};
    m_ways.read(wish);
}

void Feed::take(const Result<store::Reader::Page> &page)
{
    m_isReading = false;
    if (!page) {
        // What cannot be read must not hide what becomes true now.
        m_cursor = std::max(m_cursor, m_recent.floor());
        m_mixedUntil = 0;
        m_isOpening = false;
        m_hasGap = true;
    } else if (m_isOpening) {
        takeOpening(*page);
    } else if (!takeLater(*page)) {
        startOver();
        return;
    }
    advance();
}

void Feed::takeOpening(const store::Reader::Page &page)
{
    if (m_cursor == 0)
        m_opening.head = page.head;
    m_mixedUntil = page.head;
    for (const store::Record &record : page.records) {
        if (record.sequence <= m_opening.head && tellRecord(record))
            m_opening.last = record.sequence;
    }
    m_cursor = std::min(page.through, m_opening.head);
    m_isOpening = m_cursor < m_opening.head;
}

/// False when an incident was open for some pages of the opening and closed for others: part of it was not told.
bool Feed::takeLater(const store::Reader::Page &page)
{
    for (const store::Record &record : page.records) {
        const bool isTurn = record.type == store::incidentClosed || record.type == store::incidentReopened;
        if (isTurn && record.sequence <= m_mixedUntil && m_openings < mostOpenings)
            return false;
        static_cast<void>(tellRecord(record));
    }
    m_cursor = page.through;
    return true;
}

bool Feed::tellRecord(const store::Record &record)
{
    const bool isRefusal = record.type == Refused::name;
    if (isRefusal ? seatOf(record) != m_seat : !m_seesCallers || wire::isAudit(record.type))
        return false;
    m_out.send(wire::told(record.sequence, record.body));
    return true;
}

void Feed::tell(const Recent::Entry &entry)
{
    if (!m_isFollowing || entry.sequence <= m_cursor)
        return;
    if (!isFull()) {
        give(entry);
        return;
    }
    m_isFollowing = false;
    m_waits = true;
    m_out.send(wire::encode(wire::Behind{}));
}

void Feed::give(const Recent::Entry &entry)
{
    m_cursor = entry.sequence;
    if (entry.onlyFor.isValid() ? entry.onlyFor == m_seat : m_seesCallers)
        m_out.send(entry.message);
}

void Feed::advance()
{
    if (isFull()) {
        m_waits = true;
        return;
    }
    if (m_isOpening || m_cursor < std::max(m_recent.floor(), m_mixedUntil)) {
        readOn();
        return;
    }
    for (const Recent::Entry &entry : m_recent.after(m_cursor)) {
        if (isFull()) {
            m_waits = true;
            return;
        }
        give(entry);
    }
    m_isFollowing = true;
    m_out.send(wire::encode(wire::CaughtUp{}));
    m_ways.caughtUp();
}

void Feed::goOn()
{
    if (m_out.waiting() > little)
        return;
    for (const auto &[key, message] : std::exchange(m_passing, {}))
        m_out.send(message);
    if (std::exchange(m_waits, false))
        advance();
}

void Feed::pass(Passing kind, quint64 of, const QByteArray &message)
{
    const std::pair key(kind, of);
    const bool waits = m_passing.contains(key);
    if (!waits && !isFull())
        m_out.send(message);
    else if (waits || m_passing.size() < mostPassing)
        m_passing.insert_or_assign(key, message);
}

void Feed::mention(const QByteArray &message)
{
    if (!isFull())
        m_out.send(message);
}

} // namespace knock::door
