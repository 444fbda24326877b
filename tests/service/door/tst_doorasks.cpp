// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/doorhouse.h"

using namespace Qt::StringLiterals;
using namespace knock;

/// What desks ask for, and what strangers try.
class tst_DoorAsks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }

    void aCommandIsTakenAndDone();
    void aCommandIsDoneOnceOverACut();
    void aGapInTheNumbersIsAgainstTheRules();
    void inAnotherRunTheNumbersBeginAnew();
    void whatADeskWatchesEndsWithItsSocket();
    void aDeskWatchesOnlySoMuch();
    void keyFramesAreAskedForOnceASecond();
    void whatIsNoMessageIsTurnedAway_data();
    void whatIsNoMessageIsTurnedAway();
    void aBinaryMessageEndsTheSocket();
    void aHugeMessageEndsTheSocket();
    void aFloodIsTurnedAway();
    void aPageIsNoDesk();
    void nothingElseIsServed();

private:
    void expectEnd(test::TestDesk &desk);

    std::unique_ptr<test::DoorHouse> m_house;
};

void tst_DoorAsks::init()
{
    QTest::failOnWarning();
    m_house = std::make_unique<test::DoorHouse>();
    const auto opened = m_house->open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
}

/// \a desk is cut off, and nobody else notices.
void tst_DoorAsks::expectEnd(test::TestDesk &desk)
{
    const auto other = m_house->desk();
    QVERIFY(other->signIn(u"lee"_s));
    QTRY_VERIFY(desk.hasEnded);
    const size_t before = other->all<wire::Told>().size();
    m_house->call();
    QTRY_COMPARE(other->all<wire::Told>().size(), before + 1);
}

void tst_DoorAsks::aCommandIsTakenAndDone()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const IncidentId incident = m_house->call();

    desk->say(wire::Ask{1, AnswerCall{incident}});

    QTRY_COMPARE(desk->told<CallAnswered>().size(), 1U);
    QCOMPARE(desk->told<CallAnswered>().at(0).seat, SeatId{1});
    QCOMPARE(desk->all<wire::Taken>(), (std::vector{wire::Taken{1}}));
}

void tst_DoorAsks::aCommandIsDoneOnceOverACut()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const IncidentId incident = m_house->call();
    desk->say(wire::Ask{1, WriteNote{incident, u"once"_s}});
    QVERIFY(m_house->tells(2));
    desk->cut(); // and does not know that it was taken

    desk->come();
    QVERIFY(desk->hears<wire::Welcome>(2));
    QCOMPARE(desk->welcome().taken, 1U);
    desk->say(wire::Ask{1, WriteNote{incident, u"once"_s}});
    desk->say(wire::Ask{2, WriteNote{incident, u"twice"_s}});

    QTRY_COMPARE(desk->told<NoteWritten>().size(), 2U);
    QCOMPARE(desk->told<NoteWritten>().at(0).text, u"once"_s);
    QCOMPARE(desk->told<NoteWritten>().at(1).text, u"twice"_s);
    QCOMPARE(desk->all<wire::Taken>().back().id, 2U);
}

void tst_DoorAsks::aGapInTheNumbersIsAgainstTheRules()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    desk->say(wire::Ask{2, HangUp{{1}}});

    QVERIFY(desk->hears<wire::TurnedAway>());
    QVERIFY(desk->all<wire::Taken>().empty());
}

void tst_DoorAsks::inAnotherRunTheNumbersBeginAnew()
{
    auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    const IncidentId incident = m_house->call();
    desk->say(wire::Ask{1, WriteNote{incident, u"one"_s}});
    QTRY_COMPARE(desk->told<NoteWritten>().size(), 1U);
    QVERIFY(m_house->restart());

    desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    QCOMPARE(desk->welcome().taken, 0U);
}

void tst_DoorAsks::whatADeskWatchesEndsWithItsSocket()
{
    const auto desk = m_house->desk();
    const auto other = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    QVERIFY(other->signIn(u"lee"_s));
    const IncidentId incident = m_house->call();
    desk->say(wire::Watch{incident, true});
    desk->say(wire::Watch{incident, true});
    other->say(wire::Watch{incident, true});
    QTRY_COMPARE(other->all<wire::Viewers>(), (std::vector{wire::Viewers{incident, 1}, wire::Viewers{incident, 2}}));

    desk->cut();

    QTRY_COMPARE(other->all<wire::Viewers>().size(), 3U);
    QCOMPARE(other->all<wire::Viewers>().back().seats, 1U);
}

void tst_DoorAsks::aDeskWatchesOnlySoMuch()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    for (quint64 n = 1; n <= door::Door::mostWatched + 1; ++n)
        desk->say(wire::Watch{{n}, true});

    QVERIFY(desk->hears<wire::TurnedAway>());
    QCOMPARE(desk->all<wire::TurnedAway>().back().why, Error::Kind::Full);
}

void tst_DoorAsks::keyFramesAreAskedForOnceASecond()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    QSignalSpy wanted(m_house->service.get(), &service::Service::keyFrameWanted);
    desk->say(wire::WantKeyFrame{{1}}); // which it does not watch
    desk->say(wire::Watch{{2}, true});

    for (int n = 0; n < 20; ++n)
        desk->say(wire::WantKeyFrame{{2}});
    desk->say(wire::Beat{});
    QVERIFY(desk->hears<wire::Beat>());

    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<IncidentId>(), IncidentId{2});
}

void tst_DoorAsks::whatIsNoMessageIsTurnedAway_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("half of it") << QByteArray(R"({"type":"ask","id":1,"comm)");
    QTest::newRow("deep") << QByteArray(60000, '[');
    QTest::newRow("unknown") << QByteArray(R"({"type":"shout"})");
    QTest::newRow("the door's own") << QByteArray(R"({"type":"caughtUp"})");
    QTest::newRow("an unknown command") << QByteArray(R"({"type":"ask","id":1,"command":{"type":"shout"}})");
    QTest::newRow("a second greeting") << wire::encode(wire::FromSeat(wire::Hello{}));
    QTest::newRow("a second sign-in") << wire::encode(wire::FromSeat(wire::SignIn{u"lee"_s, u"secret"_s, {}, {}}));
}

void tst_DoorAsks::whatIsNoMessageIsTurnedAway()
{
    QFETCH(const QByteArray, text);
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    QSignalSpy left(m_house->door, &door::Door::left);

    desk->sayText(text);

    QVERIFY(desk->hears<wire::TurnedAway>());
    QCOMPARE(desk->all<wire::TurnedAway>().back().why, Error::Kind::Malformed);
    QCOMPARE(left.size(), 1);
    expectEnd(*desk);
}

void tst_DoorAsks::aBinaryMessageEndsTheSocket()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a message that is not text"_s));

    desk->socket->sendBinaryMessage("\1");

    expectEnd(*desk);
}

void tst_DoorAsks::aHugeMessageEndsTheSocket()
{
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"too long a message"_s));

    desk->sayText(QByteArray(10'000'000, 'x'));

    expectEnd(*desk);
}

void tst_DoorAsks::aFloodIsTurnedAway()
{
    test::DoorHouse::expectComplaint();
    const auto desk = m_house->desk();
    QVERIFY(desk->signIn(u"kim"_s));

    for (int n = 0; n < 1000; ++n)
        desk->say(wire::Beat{});

    QVERIFY(desk->hears<wire::TurnedAway>());
    QCOMPARE(desk->all<wire::TurnedAway>().back().why, Error::Kind::Full);
    QVERIFY(desk->all<wire::Beat>().size() < 300);
    expectEnd(*desk);
}

void tst_DoorAsks::aPageIsNoDesk()
{
    test::WebClient browser(m_house->door->port());

    QVERIFY(browser.upgrade("/desk").startsWith("HTTP/1.1 403"));
}

void tst_DoorAsks::nothingElseIsServed()
{
    test::WebClient client(m_house->door->port());

    QVERIFY(client.get("/").startsWith("HTTP/1.1 404"));
    QVERIFY(client.get("/desk").startsWith("HTTP/1.1 404"));
    QCOMPARE(client.socket.sessionProtocol(), QSsl::TlsV1_3);
}

QTEST_GUILESS_MAIN(tst_DoorAsks)
#include "tst_doorasks.moc"
