// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/press.h"

#include <array>
#include <QByteArrayView>
#include <QVarLengthArray>

namespace knock::hearing {

/// What the RTP header of a telephone-event packet says (RFC 3550, 5.1).
struct PacketStamp {
    quint32 source = 0; ///< SSRC
    quint32 timestamp = 0; ///< when the key went down, the same in all packets of one press
    quint16 sequence = 0;
    bool marker = false; ///< set on the first packet of a press
};

/// The key of each of the events 0 to 15 (RFC 4733, 3.2).
inline constexpr QLatin1StringView eventKeys{"0123456789*#ABCD"};

struct EventKey {
    QChar key;
    Dbm0 level; ///< as the sender states it, 0 to -63
};

/// Turns the packets of RFC 4733 into presses: each press once, at the first of its packets that arrives.
///
/// Lost, repeated and re-ordered packets make no difference as long as one packet of the press arrives. Durations are
/// not trusted as times; some phones count them in another clock than they offered.
class KeyPresses
{
public:
    /// The keys whose press begins with this packet: usually none or one, in order.
    [[nodiscard]] QVarLengthArray<EventKey, 4> take(const PacketStamp &stamp, QByteArrayView payload);

private:
    struct Press {
        quint32 source = 0;
        quint32 timestamp = 0;
        quint16 lastSequence = 0;
        quint16 lastDuration = 0;
        quint8 event = 0;
        bool ended = false;
        bool known = false;
    };

    [[nodiscard]] bool isNew(const PacketStamp &stamp, quint8 event, bool end, quint16 duration);
    [[nodiscard]] Press *find(quint32 source, quint32 timestamp, quint8 event);
    void remember(const Press &press);

    // More presses than any re-ordering reaches back over.
    std::array<Press, 16> m_recent;
    size_t m_next = 0;
};

} // namespace knock::hearing
