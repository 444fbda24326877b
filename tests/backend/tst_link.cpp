// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/visitor.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using test::note;
using test::Visitor;

/// The desk's side of SEATS.md against a door of which the test says every word.
class tst_Link : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void pausesDoubleUpToTenSeconds();
    void tellsWhatIsThereAndWhatComes();
    void goesOnWhereItStopped();
    void whatWasNotToldWholeIsToldAnew();
    void anotherRunStartsOver();
    void whatIsSentOutOfReachIsRefusedAtOnce();
    void wishesThatNobodyTookAreAskedAgain();
    void wishesOfAnotherRunAreRefused();
    void oldWishesAreNotAskedAgain();
    void refusesWhatTheDoorDoesNotTake();
    void isLostWhileItIsBehind();
    void aSilentDoorIsLeft();
    void aWorkstationWithoutLifeIsNotSpokenFor();
    void whatTheDoorMayNotSay_data();
    void whatTheDoorMayNotSay();
    void whoIsTurnedAwayComesBackRarely();
    void aDeskThatDoesNotTakeIsNotToldMore();

private:
    static void loseOnce() { QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of reach"_s)); }
};

void tst_Link::pausesDoubleUpToTenSeconds()
{
    double part = 1;
    backend::Pace pace;
    pace.random = [&part] { return part; };
    backend::BackOff backOff(pace);

    for (const auto most : {300ms, 600ms, 1200ms, 2400ms, 4800ms, 9600ms, 10000ms, 10000ms})
        QCOMPARE(backOff.next(), most);
    backOff.reset();
    part = 0.25;
    QCOMPARE(backOff.next(), 75ms);
    backOff.slowDown();
    QCOMPARE(backOff.next(), 2500ms);
}

void tst_Link::tellsWhatIsThereAndWhatComes()
{
    Visitor visitor;
    visitor.door.tell(note(1));

    QVERIFY(visitor.comeIn());
    visitor.door.tell(note(2), 40);

    QTRY_COMPARE(visitor.told, (std::vector{note(1), note(2)}));
    QCOMPARE(visitor.startingOver.count(), 1);
    QCOMPARE(visitor.lost.count(), 0);
    QCOMPARE(visitor.door.heardOf<wire::Hello>(), std::vector{wire::Hello{}});
}

void tst_Link::goesOnWhereItStopped()
{
    Visitor visitor;
    visitor.door.tell(note(1), 7);
    QVERIFY(visitor.comeIn());
    loseOnce();

    visitor.door.cut();
    visitor.door.isSeated = false;
    visitor.door.tell(note(2));

    QVERIFY(visitor.isBack(2));
    QCOMPARE(visitor.told, (std::vector{note(1), note(2)}));
    QCOMPARE(visitor.door.heardOf<wire::Hello>().back(), (wire::Hello{1, u"secret-1"_s, u"run-1"_s, 7}));
    QCOMPARE(visitor.lost.count(), 1);
    QCOMPARE(visitor.startingOver.count(), 1);
    QCOMPARE(visitor.admitted.count(), 1); // it is the same person still
}

void tst_Link::whatWasNotToldWholeIsToldAnew()
{
    Visitor visitor;
    visitor.door.tell(note(1));
    visitor.door.tell(note(2));
    visitor.door.instead = [&](const wire::FromSeat &message) {
        if (!std::holds_alternative<wire::Hello>(message))
            return false;
        visitor.door.say(wire::Welcome{{3}, u"kim"_s, {}, u"secret-1"_s, u"run-1"_s, false, 0, false});
        visitor.door.say(wire::StartingOver{});
        visitor.door.say(wire::Told{1, note(1)});
        return true;
    };
    loseOnce();
    visitor.link.open();
    QTRY_COMPARE(visitor.told.size(), 1u);

    visitor.door.instead = {};
    visitor.door.cut();

    QVERIFY(visitor.isBack(1));
    QCOMPARE(visitor.door.heardOf<wire::Hello>().back(), (wire::Hello{1, u"secret-1"_s, {}, 0}));
    QCOMPARE(visitor.startingOver.count(), 2);
    QCOMPARE(visitor.told, (std::vector{note(1), note(2)}));
}

void tst_Link::anotherRunStartsOver()
{
    Visitor visitor;
    visitor.door.tell(note(1));
    QVERIFY(visitor.comeIn());
    loseOnce();

    visitor.door.run = u"run-2"_s;
    visitor.door.cut();

    QVERIFY(visitor.isBack(2));
    QCOMPARE(visitor.startingOver.count(), 2);
    QCOMPARE(visitor.told, std::vector{note(1)});
}

void tst_Link::whatIsSentOutOfReachIsRefusedAtOnce()
{
    Visitor visitor;
    visitor.door.close();
    loseOnce();
    visitor.link.open();
    QTRY_COMPARE(visitor.lost.count(), 1);

    visitor.link.send(AnswerCall{{17}});

    QCOMPARE(visitor.refused().size(), 1u);
    QCOMPARE(visitor.refused().front().why.kind, Error::Kind::Unreachable);
    QCOMPARE(visitor.refused().front().asked, QString(AnswerCall::name));
    visitor.door.listen();
    QVERIFY(visitor.isBack(1));
    visitor.link.send(HangUp{{17}});
    QTRY_COMPARE(visitor.door.taken.size(), 1u);
    QCOMPARE(visitor.door.taken.front().second, Command(HangUp{{17}})); // what was refused is not asked later
    QCOMPARE(visitor.lost.count(), 1);
}

void tst_Link::wishesThatNobodyTookAreAskedAgain()
{
    Visitor visitor;
    QVERIFY(visitor.comeIn());
    visitor.link.send(AnswerCall{{17}});
    QTRY_COMPARE(visitor.door.taken.size(), 1u);
    loseOnce();

    visitor.door.takes = false;
    visitor.link.send(AskToPress{{17}});
    visitor.link.send(HangUp{{17}});
    QTRY_COMPARE(visitor.door.heardOf<wire::Ask>().size(), 3u);
    // The first of them was taken, but the word of it never came.
    visitor.door.taken.emplace_back(2, AskToPress{{17}});
    visitor.door.takes = true;
    visitor.door.cut();

    QVERIFY(visitor.isBack(2));
    QTRY_COMPARE(visitor.door.taken.size(), 3u);
    QCOMPARE(visitor.door.taken.back(), (std::pair<quint64, Command>{3, HangUp{{17}}}));
    QCOMPARE(visitor.door.heardOf<wire::Ask>().size(), 4u);
    QVERIFY(visitor.refused().empty());
}

void tst_Link::wishesOfAnotherRunAreRefused()
{
    Visitor visitor;
    QVERIFY(visitor.comeIn());
    loseOnce();

    visitor.door.takes = false;
    visitor.link.send(HangUp{{17}});
    QTRY_COMPARE(visitor.door.heardOf<wire::Ask>().size(), 1u);
    QSignalSpy event(&visitor.link, &backend::Link::event);
    visitor.door.run = u"run-2"_s;
    visitor.door.takes = true;
    visitor.door.cut();

    QVERIFY(visitor.isBack(2));
    QCOMPARE(event.count(), 1);
    const auto refused = std::get<Refused>(event.front().front().value<Event>());
    QCOMPARE(refused.why.kind, Error::Kind::Unreachable);
    QCOMPARE(refused.seat, SeatId{3});
    visitor.link.send(AnswerCall{{17}});
    QTRY_COMPARE(visitor.door.taken.size(), 1u);
    QCOMPARE(visitor.door.taken.front(), (std::pair<quint64, Command>{1, AnswerCall{{17}}}));
}

void tst_Link::oldWishesAreNotAskedAgain()
{
    backend::Pace pace = Visitor::pace();
    pace.askPatience = 0ms;
    Visitor visitor(pace);
    QVERIFY(visitor.comeIn());
    loseOnce();

    visitor.door.takes = false;
    visitor.link.send(HangUp{{17}});
    QTRY_COMPARE(visitor.door.heardOf<wire::Ask>().size(), 1u);
    visitor.door.cut();

    QVERIFY(visitor.isBack(2));
    QCOMPARE(visitor.refused().size(), 1u);
    QCOMPARE(visitor.door.heardOf<wire::Ask>().size(), 1u);
    visitor.door.takes = true;
    visitor.link.send(AnswerCall{{17}});
    QTRY_COMPARE(visitor.door.taken.size(), 1u);
    QCOMPARE(visitor.door.taken.front(), (std::pair<quint64, Command>{1, AnswerCall{{17}}})); // no number is left out
}

void tst_Link::refusesWhatTheDoorDoesNotTake()
{
    Visitor visitor;
    QVERIFY(visitor.comeIn());
    visitor.door.takes = false;
    const QString text(100 * 1024, u'x');

    for (int i = 0; i < 12; ++i)
        visitor.link.send(WriteNote{{17}, text});

    QCOMPARE(visitor.refused().size(), 2u); // ten fill a megabyte
    QCOMPARE(visitor.refused().front().why.kind, Error::Kind::Full);
    visitor.door.say(wire::Taken{10});
    QTRY_COMPARE(visitor.door.heardOf<wire::Ask>().size(), 10u);
}

void tst_Link::isLostWhileItIsBehind()
{
    Visitor visitor;
    QVERIFY(visitor.comeIn());

    visitor.door.say(wire::Behind{});
    QTRY_COMPARE(visitor.lost.count(), 1);
    visitor.link.send(HangUp{{17}});
    QCOMPARE(visitor.refused().size(), 1u);
    visitor.door.tell(note(1));
    visitor.door.say(wire::CaughtUp{});

    QVERIFY(visitor.isBack(2));
    QCOMPARE(visitor.told.back(), note(1));
    QCOMPARE(visitor.door.desks, 1);
}

void tst_Link::aSilentDoorIsLeft()
{
    backend::Pace pace = Visitor::pace();
    pace.patience = 300ms;
    Visitor visitor(pace);
    QVERIFY(visitor.comeIn());
    QTRY_VERIFY(visitor.door.heardOf<wire::Beat>().size() > 10); // for more than the patience, both being alive
    QCOMPARE(visitor.lost.count(), 0);
    const QDateTime before = QDateTime::currentDateTimeUtc();
    loseOnce();

    visitor.door.answersBeats = false;

    QTRY_COMPARE(visitor.lost.count(), 1);
    QVERIFY(visitor.lost.front().front().toDateTime() <= before.addMSecs(200)); // when it spoke last
    QVERIFY(visitor.isBack(2));
}

void tst_Link::aWorkstationWithoutLifeIsNotSpokenFor()
{
    backend::Pace pace = Visitor::pace();
    pace.life = 200ms;
    pace.patience = 300ms;
    Visitor visitor(pace);
    QVERIFY(visitor.comeIn());
    loseOnce();
    QTRY_COMPARE(visitor.lost.count(), 1); // no beat, no answer
    const size_t beats = visitor.door.heardOf<wire::Beat>().size();
    QVERIFY(beats > 0 && beats <= 5);
    QTest::qWait(100); // it comes back for nobody
    QCOMPARE(visitor.door.desks, 1);

    visitor.link.beat();

    QVERIFY(visitor.isBack(2));
}

void tst_Link::whatTheDoorMayNotSay_data()
{
    QTest::addColumn<bool>("seated");
    QTest::addColumn<QString>("said");

    QTest::newRow("no JSON") << true << u"knock"_s;
    QTest::newRow("unknown") << true << uR"({"type":"sing"})"_s;
    QTest::newRow("a field missing") << true << uR"({"type":"told","sequence":4})"_s;
    QTest::newRow("no number") << true << uR"({"type":"taken","id":"x"})"_s;
    QTest::newRow("welcome again") << true
                                   << QString::fromUtf8(wire::encode(
                                          wire::Welcome{{4}, u"kim"_s, {}, u"s"_s, u"r"_s, false, 0, false}));
    QTest::newRow("events before the welcome") << false << QString::fromUtf8(wire::encode(wire::Told{1, note(1)}));
    QTest::newRow("caught up before the welcome") << false << uR"({"type":"caughtUp"})"_s;
    QTest::newRow("goes on with what was not begun")
        << false << QString::fromUtf8(wire::encode(wire::Welcome{{4}, u"kim"_s, {}, u"s"_s, u"r"_s, true, 0, false}));
    QTest::newRow("more than four megabytes") << true << QString(5 * 1024 * 1024, u' ');
    QTest::newRow("deep") << true << QString(100000, u'[');
}

void tst_Link::whatTheDoorMayNotSay()
{
    QFETCH(const bool, seated);
    QFETCH(const QString, said);
    Visitor visitor;
    loseOnce();
    if (seated) {
        QVERIFY(visitor.comeIn());
        visitor.door.desk->sendTextMessage(said);
    } else {
        visitor.door.instead = [&](const wire::FromSeat &) {
            visitor.door.desk->sendTextMessage(said);
            return true;
        };
        visitor.link.open();
    }

    QTRY_COMPARE(visitor.lost.count(), 1);
    visitor.door.instead = {};
    QVERIFY(visitor.isBack(seated ? 2 : 1)); // an honest door is taken as one
    QVERIFY(visitor.told.empty());
}

void tst_Link::whoIsTurnedAwayComesBackRarely()
{
    backend::Pace pace = Visitor::pace();
    pace.longestPause = 60s;
    Visitor visitor(pace);
    visitor.door.instead = [&](const wire::FromSeat &) {
        visitor.door.say(wire::TurnedAway{Error::Kind::Malformed});
        return true;
    };
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"another version"_s));

    visitor.link.open();

    QTRY_COMPARE(visitor.lost.count(), 1);
    QTest::qWait(100);
    QCOMPARE(visitor.door.desks, 1);
}

void tst_Link::aDeskThatDoesNotTakeIsNotToldMore()
{
    Visitor visitor;
    QVERIFY(visitor.comeIn());
    visitor.link.disconnect(&visitor.link); // nobody handles what is told
    int told = 0;
    connect(&visitor.link, &backend::Link::event, this, [&] { ++told; });
    QSignalSpy lost(&visitor.link, &backend::Link::lost);
    QSignalSpy caughtUp(&visitor.link, &backend::Link::caughtUp);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"does not keep up"_s));

    for (int i = 0; i < 12000; ++i)
        visitor.door.tell(note(i));
    QTRY_COMPARE_WITH_TIMEOUT(lost.count(), 1, 20000);
    QCOMPARE(told, 10001);
    for (int i = 0; i < told; ++i)
        visitor.link.handled();

    QTRY_COMPARE(caughtUp.count(), 1);
    QCOMPARE(told, 12000);
}

QTEST_GUILESS_MAIN(tst_Link)
#include "tst_link.moc"
