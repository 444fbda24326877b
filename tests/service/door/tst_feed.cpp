// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/feed.h"
#include "app/wire/codec.h"
#include "app/wire/seat.h"

#include <deque>
#include <QRandomGenerator>
#include <QTest>
#include <set>

using namespace Qt::StringLiterals;
using namespace knock;
using door::Feed;

namespace {

const QDateTime now = QDateTime::fromMSecsSinceEpoch(1'000'000, QTimeZone::UTC);

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
        record.body = wire::encode(Audit(AuditRead{{7}, u"ahn"_s, {}, now}));
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

Event note(quint64 incident, const QString &text = u"two men"_s) { return NoteWritten{{incident}, text, {1}, now}; }
Event arrival(quint64 incident) { return CallArrived{{incident}, u"112"_s, now}; }
Event closing(quint64 incident) { return IncidentClosed{{incident}, CloseReason::Other, {}, {1}, now}; }
Event refusal(quint64 seat) { return Refused{{1}, {seat}, u"hangUp"_s, {}, now}; }

QString nameOfMessage(const wire::ToSeat &message)
{
    if (const auto *told = std::get_if<wire::Told>(&message))
        return QString::number(told->sequence);
    return std::visit([](const auto &said) { return QString(said.name); }, message);
}

QString names(const std::vector<wire::ToSeat> &messages)
{
    QStringList names;
    for (const wire::ToSeat &message : messages)
        names << nameOfMessage(message);
    return names.join(u' ');
}

} // namespace

class tst_Feed : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void aFreshSeatHearsOpenIncidentsAndThenWhatBecomesTrue();
    void whatIsToldWhileAPageIsReadComesOnce();
    void aPageThatIsAheadOfWhatIsToldTellsItOnce();
    void aSeatThatComesBackHearsWhatIsLater();
    void aSeatThatComesBackSoonReadsNoJournal();
    void whatIsNotTheSeatsIsLeftOut();
    void aSeatThatSeesNoCallersHearsItsOwnRefusals();
    void anIncidentThatClosesBetweenTwoPagesIsTold();
    void anOpeningThatWasCutIsNoOpening();
    void aSlowSeatIsToldSoOnceAndCatchesUp();
    void ofASlowSeatTheLatestOfEachIsEnough();
    void aJournalThatCannotBeReadHidesNothingNew();
    void nothingIsLostOrDoubledOverRandomCuts();
};

void tst_Feed::aFreshSeatHearsOpenIncidentsAndThenWhatBecomesTrue()
{
    Room room;
    room.keep(arrival(1));
    room.keep(arrival(2));
    room.keep(closing(1));
    room.keepAudit();
    room.tellAll();

    room.feed->startOver();
    room.readAll();
    QCOMPARE(names(room.hear()), u"startingOver 2 caughtUp"_s);

    room.keep(note(2));
    room.tell();
    QCOMPARE(names(room.hear()), u"5"_s);
}

void tst_Feed::whatIsToldWhileAPageIsReadComesOnce()
{
    Room room;
    room.keep(arrival(1));
    room.tellAll();
    room.feed->startOver();
    const auto early = room.page(room.wishes.front());
    room.keep(note(1));
    room.tell();

    room.feed->take(early);

    QCOMPARE(names(room.hear()), u"startingOver 1 2 caughtUp"_s);
}

void tst_Feed::aPageThatIsAheadOfWhatIsToldTellsItOnce()
{
    Room room;
    room.keep(arrival(1));
    room.keep(note(1));
    room.feed->startOver();
    room.readAll();
    QCOMPARE(names(room.hear()), u"startingOver 1 2 caughtUp"_s);

    room.tellAll();
    room.keep(note(1));
    room.tell();

    QCOMPARE(names(room.hear()), u"3"_s);
}

void tst_Feed::aSeatThatComesBackHearsWhatIsLater()
{
    Room room;
    for (size_t n = 0; n < door::Recent::most + 500; ++n)
        room.keep(note(1));
    room.tellAll();
    room.feed->startOver();
    room.readAll();
    while (room.wishes.size() + room.wire.size() > 0) {
        room.hear();
        room.readAll();
    }
    const auto opening = room.feed->opening();
    for (size_t n = 0; n < door::Recent::most + 500; ++n)
        room.keep(note(1));
    room.keep(closing(1));
    room.tellAll();

    room.connectSeat();
    room.feed->resume(*opening, opening->last);
    quint64 next = opening->last + 1;
    while (room.wishes.size() + room.wire.size() > 0) {
        room.readAll();
        for (const wire::ToSeat &message : room.hear()) {
            if (const auto *told = std::get_if<wire::Told>(&message))
                QCOMPARE(told->sequence, next++);
        }
    }

    QCOMPARE(next, room.records.size() + 1);
}

void tst_Feed::aSeatThatComesBackSoonReadsNoJournal()
{
    Room room;
    room.keep(arrival(1));
    room.tellAll();
    room.feed->startOver();
    room.readAll();
    const auto opening = room.feed->opening();
    room.keep(note(1));
    room.keep(note(1));
    room.tellAll();

    room.connectSeat();
    room.feed->resume(*opening, 2);

    QVERIFY(room.wishes.empty());
    QCOMPARE(names(room.hear()), u"3 caughtUp"_s);
}

void tst_Feed::whatIsNotTheSeatsIsLeftOut()
{
    Room room;
    room.keep(arrival(1));
    room.keep(refusal(7));
    room.keep(refusal(8));
    room.tellAll();
    room.feed->startOver();
    room.readAll();
    QCOMPARE(names(room.hear()), u"startingOver 1 2 caughtUp"_s);

    room.keep(refusal(8));
    room.keep(refusal(7));
    room.tellAll();

    QCOMPARE(names(room.hear()), u"5"_s);
}

void tst_Feed::aSeatThatSeesNoCallersHearsItsOwnRefusals()
{
    Room room(false);
    room.keep(arrival(1));
    room.keepAudit();
    room.keep(refusal(7));
    room.keep(refusal(8));
    room.tellAll();
    room.feed->startOver();
    room.readAll();
    QCOMPARE(names(room.hear()), u"startingOver 3 caughtUp"_s);

    room.keep(note(1));
    room.keep(refusal(7));
    room.tellAll();

    QCOMPARE(names(room.hear()), u"6"_s);
}

// Its later events are on no page any more, for it is not open.
void tst_Feed::anIncidentThatClosesBetweenTwoPagesIsTold()
{
    Room room;
    room.pageSize = 2;
    room.keep(arrival(1));
    room.keep(arrival(2));
    room.keep(note(1));
    room.keep(note(2));
    room.tellAll();
    room.feed->startOver();
    room.read();
    room.keep(closing(1));
    room.tellAll();

    room.readAll();
    room.hear();
    room.readAll();

    room.keep(note(2));
    room.tellAll();
    QCOMPARE(names(room.hear()), u"6"_s);
    QVERIFY(room.feed->opening().has_value());
    QCOMPARE(room.feed->opening()->last, 4U);
    QCOMPARE(room.feed->opening()->head, 5U);
}

void tst_Feed::anOpeningThatWasCutIsNoOpening()
{
    Room room;
    room.pageSize = 1;
    room.keep(arrival(1));
    room.keep(note(1));
    room.tellAll();
    room.feed->startOver();
    room.read();

    QVERIFY(!room.feed->opening());
}

void tst_Feed::aSlowSeatIsToldSoOnceAndCatchesUp()
{
    Room room;
    room.keep(arrival(1));
    room.tellAll();
    room.feed->startOver();
    room.readAll();
    room.hear();

    for (int n = 0; n < 20000; ++n) {
        room.keep(note(1, QString(200, u'x')));
        room.tell();
    }
    const quint64 waited = room.out->waiting();
    QVERIFY2(waited < Feed::most + 1000, qPrintable(QString::number(waited)));

    QStringList words;
    quint64 next = 2;
    while (room.wishes.size() + room.wire.size() > 0) {
        room.readAll();
        for (const wire::ToSeat &message : room.hear(10)) {
            if (const auto *told = std::get_if<wire::Told>(&message))
                QCOMPARE(told->sequence, next++);
            else
                words << nameOfMessage(message);
        }
        QVERIFY(room.out->waiting() < 2 * Feed::most);
    }
    QCOMPARE(next, 20002U);
    QCOMPARE(words, (QStringList{u"behind"_s, u"caughtUp"_s}));
}

void tst_Feed::ofASlowSeatTheLatestOfEachIsEnough()
{
    Room room;
    room.feed->startOver();
    room.readAll();
    room.out->send(wire::encode(wire::ToSeat(wire::Earlier{{1}, {note(1, QString(Feed::most + 1, u'x'))}})));

    for (int level = -90; level < -10; ++level) {
        for (const quint64 incident : {1, 2}) {
            const wire::Sound sound{{.incident = {incident}, .level = Dbm0(level), .silence = {}, .marks = {}}};
            room.feed->pass(Feed::Passing::Sound, incident, wire::encode(wire::ToSeat(sound)));
        }
    }
    room.feed->mention(wire::encode(wire::ToSeat(wire::Typing{{1}})));

    QCOMPARE(names(room.hear()), u"startingOver caughtUp earlier"_s);
    const auto late = room.hear();
    QCOMPARE(names(late), u"sound sound"_s);
    QCOMPARE(std::get<wire::Sound>(late.at(1)).sound.level, Dbm0(-11));
}

void tst_Feed::aJournalThatCannotBeReadHidesNothingNew()
{
    Room room;
    room.keep(arrival(1));
    room.tellAll();
    room.feed->startOver();

    room.feed->take(failure(Error::Kind::Broken));
    room.keep(note(1));
    room.tellAll();

    QCOMPARE(names(room.hear()), u"startingOver 1 caughtUp 2"_s);
    QVERIFY(!room.feed->opening()); // a seat that comes back is told everything
}

void tst_Feed::nothingIsLostOrDoubledOverRandomCuts()
{
    constexpr int events = 10'000;
    constexpr int leastCuts = 1'000;
    QRandomGenerator random(6);
    const auto chance = [&random](int oneIn) { return random.bounded(oneIn) == 0; };
    Room room;
    room.keep(arrival(1));
    room.tellAll();
    room.feed->startOver();
    quint64 last = 0; // that was heard
    quint64 heard = 0;
    int cuts = 0;
    std::optional<Feed::Opening> opening;
    const auto hear = [&](size_t most) {
        for (const wire::ToSeat &message : room.hear(most)) {
            if (std::holds_alternative<wire::StartingOver>(message))
                last = heard = 0;
            if (const auto *told = std::get_if<wire::Told>(&message)) {
                QCOMPARE(told->sequence, ++heard);
                last = told->sequence;
            }
        }
    };

    int kept = 0;
    while (kept < events || cuts < leastCuts || room.hasUntold() || last < room.records.size()) {
        const int burst = chance(2000) ? 3000 : random.bounded(3);
        for (int n = 0; n < burst && kept < events; ++n, ++kept)
            room.keep(note(1, QString(int(random.bounded(400)), u'x') + u'.'));
        for (int n = random.bounded(8) + (chance(50) ? 5000 : 0); n > 0; --n)
            room.tell();
        if (chance(2))
            room.read();
        if (!chance(20))
            hear(random.bounded(chance(50) ? 5000U : 12U));
        if (chance(5)) {
            ++cuts; // what is on the wire is lost
            opening = room.feed->opening() ? room.feed->opening() : std::nullopt;
            room.connectSeat();
            if (opening && last >= opening->last)
                room.feed->resume(*opening, last);
            else
                room.feed->startOver();
        }
    }

    QCOMPARE(last, quint64(events + 1));
    std::printf("%d events over %d cuts in memory: none lost, none doubled\n", events, cuts);
}

QTEST_GUILESS_MAIN(tst_Feed)
#include "tst_feed.moc"
