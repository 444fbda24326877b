// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/telephoneevent.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

// One block of four bytes for each event (RFC 4733, 2.3):
//
//    event (8) | end (1) reserved (1) volume (6) | duration (16)
//
// One press of the key 5, two of its packets lost and the end sent three times:
//
//    sequence 10  timestamp 8000  marker  event 5       duration  160   a press
//    sequence 11  timestamp 8000          event 5       duration  320   (lost)
//    sequence 12  timestamp 8000          event 5       duration  480
//    sequence 13  timestamp 8000          event 5  end  duration  640   (lost)
//    sequence 14  timestamp 8000          event 5  end  duration  640
//    sequence 15  timestamp 8000          event 5  end  duration  640

namespace knock::hearing {

namespace {

constexpr qsizetype blockSize = 4;

bool isAfter(quint16 a, quint16 b) { return static_cast<qint16>(static_cast<quint16>(a - b)) > 0; }

// RFC 4733, 2.5.1.3: a press longer than the duration field can say goes on in a new segment, whose timestamp is
// later by the longest duration. Some senders round the cut to a whole packet.
bool isNextSegment(quint32 timestamp, quint32 segmentBefore)
{
    const quint32 later = timestamp - segmentBefore;
    return later >= 0xff00 && later <= 0x10000;
}

} // namespace

QVarLengthArray<EventKey, 4> KeyPresses::take(const PacketStamp &stamp, QByteArrayView payload)
{
    QVarLengthArray<EventKey, 4> pressed;
    PacketStamp block = stamp;
    while (payload.size() >= blockSize) {
        const auto event = static_cast<quint8>(payload[0]);
        const bool end = (static_cast<quint8>(payload[1]) & 0x80) != 0;
        const auto duration = qFromBigEndian<quint16>(payload.data() + 2);
        if (event < eventKeys.size() && isNew(block, event, end, duration)) {
            pressed.push_back({eventKeys[event], {-static_cast<double>(payload[1] & 0x3f)}});
        }
        // RFC 4733, 2.5.1.5: a further event in the same packet begins where the one before it ends.
        block.timestamp += duration;
        block.marker = false;
        payload = payload.sliced(blockSize);
    }
    return pressed;
}

bool KeyPresses::isNew(const PacketStamp &stamp, quint8 event, bool end, quint16 duration)
{
    if (Press *same = find(stamp.source, stamp.timestamp, event)) {
        // A sender that does not move its timestamp still marks the first packet and starts counting anew; a late
        // first packet of the same press has an older sequence number.
        const bool again
            = stamp.marker && !end && duration <= same->lastDuration && isAfter(stamp.sequence, same->lastSequence);
        if (isAfter(stamp.sequence, same->lastSequence)) {
            same->lastSequence = stamp.sequence;
            same->lastDuration = duration;
        }
        same->ended = again ? false : same->ended || end;
        return again;
    }

    const Press press{.source = stamp.source,
                      .timestamp = stamp.timestamp,
                      .lastSequence = stamp.sequence,
                      .lastDuration = duration,
                      .event = event,
                      .ended = end,
                      .known = true};
    for (const Press &before : m_recent) {
        const bool goesOn = before.known && !before.ended && !stamp.marker && before.source == stamp.source
            && before.event == event && isNextSegment(stamp.timestamp, before.timestamp);
        if (goesOn) {
            remember(press);
            return false;
        }
    }
    remember(press);
    return true;
}

KeyPresses::Press *KeyPresses::find(quint32 source, quint32 timestamp, quint8 event)
{
    for (Press &press : m_recent) {
        if (press.known && press.source == source && press.timestamp == timestamp && press.event == event) {
            return &press;
        }
    }
    return nullptr;
}

void KeyPresses::remember(const Press &press)
{
    m_recent[m_next] = press;
    m_next = (m_next + 1) % m_recent.size();
}

} // namespace knock::hearing
