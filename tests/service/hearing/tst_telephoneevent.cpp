// SPDX-License-Identifier: Apache-2.0
#include "app/service/hearing/telephoneevent.h"

#include <QtEndian>
#include <QTest>
#include <vector>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::hearing;

namespace {

struct Packet {
    PacketStamp stamp;
    QByteArray payload;
};
using Packets = std::vector<Packet>;

QByteArray block(int event, int duration, bool end = false)
{
    QByteArray bytes(4, '\0');
    bytes[0] = static_cast<char>(event);
    bytes[1] = static_cast<char>(end ? 0x8a : 0x0a);
    qToBigEndian(static_cast<quint16>(duration), bytes.data() + 2);
    return bytes;
}

/// A press as phones send it: a packet every 20 ms, the end three times.
Packets press(int event, quint32 timestamp, quint16 firstSequence, int packets = 5, quint32 source = 1)
{
    Packets sent;
    quint16 sequence = firstSequence;
    for (int n = 1; n <= packets; ++n) {
        sent.push_back({{source, timestamp, sequence++, n == 1}, block(event, 160 * n)});
    }
    for (int n = 0; n < 3; ++n) {
        sent.push_back({{source, timestamp, sequence++, false}, block(event, 160 * (packets + 1), true)});
    }
    return sent;
}

Packets operator+(Packets first, const Packets &second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Packets without(Packets packets, size_t from, size_t count)
{
    const auto first = packets.begin() + static_cast<std::ptrdiff_t>(from);
    packets.erase(first, first + static_cast<std::ptrdiff_t>(count));
    return packets;
}

Packets inOrder(const Packets &packets, const std::vector<size_t> &order)
{
    Packets sorted;
    for (const size_t at : order) {
        sorted.push_back(packets.at(at));
    }
    return sorted;
}

/// A press of more than eight seconds, which outgrows the duration field.
Packets longPress(quint32 timestamp, quint32 segment)
{
    Packets sent;
    quint16 sequence = 0;
    for (quint32 elapsed = 160; elapsed < 160'000; elapsed += 160) {
        const quint32 inSegment = elapsed % segment;
        const bool isFirst = elapsed == 160;
        sent.push_back(
            {{1, timestamp + elapsed - inSegment, sequence++, isFirst}, block(5, static_cast<int>(inSegment))});
    }
    return sent;
}

} // namespace

class tst_TelephoneEvent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isOnePressEach_data();
    void isOnePressEach();
    void isHeardAtTheFirstPacket();
    void survivesAnyBytes();
};

void tst_TelephoneEvent::isOnePressEach_data()
{
    QTest::addColumn<Packets>("packets");
    QTest::addColumn<QString>("keys");
    const Packets five = press(5, 8000, 10);
    const Packets nine = press(9, 12000, 30);

    QTest::newRow("whole") << five << u"5"_s;
    QTest::newRow("every key") << [] {
        Packets all;
        for (int event = 0; event < 16; ++event) {
            all = all + press(event, 1000 * static_cast<quint32>(event), static_cast<quint16>(10 * event));
        }
        return all;
    }() << u"0123456789*#ABCD"_s;
    QTest::newRow("one end packet") << without(five, 6, 2) << u"5"_s;
    QTest::newRow("start lost") << without(five, 0, 3) << u"5"_s;
    QTest::newRow("only an end arrives") << without(five, 0, 7) << u"5"_s;
    QTest::newRow("all ends lost") << without(five, 5, 3) + press(5, 12000, 30) << u"55"_s;
    QTest::newRow("all ends and the next start lost")
        << without(five, 5, 3) + without(press(5, 12000, 30), 0, 2) << u"55"_s;
    QTest::newRow("same key twice") << five + press(5, 12000, 30) << u"55"_s;
    QTest::newRow("two keys") << five + nine << u"59"_s;
    QTest::newRow("re-ordered inside") << inOrder(five, {2, 0, 7, 1, 4, 3, 6, 5}) << u"5"_s;
    QTest::newRow("first packet comes last") << inOrder(five, {1, 2, 3, 4, 5, 6, 7, 0}) << u"5"_s;
    QTest::newRow("late packets of the press before") << without(five, 3, 5) + nine + without(five, 0, 3) << u"59"_s;
    QTest::newRow("press overtaken by the next") << nine + five << u"95"_s;
    QTest::newRow("everything twice") << five + five << u"5"_s;
    QTest::newRow("long press") << longPress(8000, 0xffff) << u"5"_s;
    QTest::newRow("long press, cut at a whole packet") << longPress(8000, 0xffa0) << u"5"_s;
    QTest::newRow("timestamp wraps") << press(5, 0xfffffff0, 10) + press(6, 4000, 30) << u"56"_s;
    QTest::newRow("sequence wraps") << press(5, 8000, 0xfffc) << u"5"_s;
    QTest::newRow("new source, same timestamp") << press(5, 8000, 10, 5, 1) + press(5, 8000, 10, 5, 2) << u"55"_s;
    QTest::newRow("same timestamp, marked anew") << press(5, 8000, 10) + press(5, 8000, 30) << u"55"_s;
    QTest::newRow("same timestamp, other key") << press(5, 8000, 10) + press(6, 8000, 30) << u"56"_s;
    QTest::newRow("duration in another clock")
        << Packets{{{1, 8000, 1, true}, block(5, 960)}, {{1, 8000, 2, false}, block(5, 1080, true)}} << u"5"_s;
    QTest::newRow("two events in one packet") << Packets{{{1, 8000, 1, true}, block(5, 400, true) + block(9, 160)},
                                                         {{1, 8400, 2, false}, block(9, 320, true)}}
                                              << u"59"_s;
    QTest::newRow("no key: flash") << press(16, 8000, 10) << QString();
    QTest::newRow("no key: fax") << press(36, 8000, 10) << QString();
    QTest::newRow("too short") << Packets{{{1, 8000, 1, true}, "\5\0\1"_ba}} << QString();
    QTest::newRow("empty") << Packets{{{1, 8000, 1, true}, QByteArray()}} << QString();
    QTest::newRow("a rest that is no event") << Packets{{{1, 8000, 1, true}, block(5, 160) + "\6\0\1"_ba}} << u"5"_s;
}

void tst_TelephoneEvent::isOnePressEach()
{
    QFETCH(Packets, packets);
    KeyPresses presses;

    QString keys;
    for (const Packet &packet : packets) {
        for (const EventKey &pressed : presses.take(packet.stamp, packet.payload)) {
            keys += pressed.key;
            QCOMPARE(pressed.level, Dbm0{-10});
        }
    }

    QTEST(keys, "keys");
}

void tst_TelephoneEvent::isHeardAtTheFirstPacket()
{
    KeyPresses presses;

    const Packet first = press(7, 8000, 10).front();

    QCOMPARE(presses.take(first.stamp, first.payload).at(0).key, u'7');
}

void tst_TelephoneEvent::survivesAnyBytes()
{
    KeyPresses presses;
    quint32 state = 1;
    const auto next = [&state] { return state = state * 1664525 + 1013904223; };

    for (int n = 0; n < 20'000; ++n) {
        QByteArray payload;
        for (quint32 left = (next() >> 16) % 40; left > 0; --left) {
            payload += static_cast<char>(next() >> 24);
        }
        const PacketStamp stamp{next(), next(), static_cast<quint16>(next() >> 16), (next() & 0x10000) != 0};
        QVERIFY(presses.take(stamp, payload).size() <= 10);
    }
}

QTEST_GUILESS_MAIN(tst_TelephoneEvent)
#include "tst_telephoneevent.moc"
