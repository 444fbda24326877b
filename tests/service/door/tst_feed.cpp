// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/feedroom.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

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
