// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/tokens.h"
#include "app/service/caller/visit.h"
#include "tests/support/manualclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::caller;
using namespace std::chrono_literals;
using knock::test::ManualClock;

class tst_Visit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void opensOnce();
    void hearsNothingBeforeATouch();
    void takesAReadingWithItsOwnTime();
    void takesTheArrivalWhereThePhoneClockIsOff_data();
    void takesTheArrivalWhereThePhoneClockIsOff();
    void dropsReadingsNoMapCanShow_data();
    void dropsReadingsNoMapCanShow();
    void takesALine();
    void refusesALongLine();
    void takesACameraOffer();
    void takesTheEndOfTheCamera();
    void answersAPing();
    void endsOnMalformedMessages_data();
    void endsOnMalformedMessages();
    void endsAFlood();
    void takesWhatWasKeptWhileAway();
    void dropsOffersTooSoonAfterTheOther();
    void endsAfterTenFaults();
    void survivesAClockSetBack();
    void findsATokenWhileItLives();
    void findsNoTokenAlmostRight_data();
    void findsNoTokenAlmostRight();
    void keepsTheEndOfALongChat();

private:
    Visit opened()
    {
        Visit visit({7}, {3}, m_clock);
        const auto outcome = visit.take(R"({"kind":"open"})");
        Q_ASSERT(outcome.input);
        return visit;
    }
    QByteArray fix(const QByteArray &latitude, const QByteArray &radius = "12.5", qint64 lateBy = 2000) const
    {
        const QByteArray at = QByteArray::number(m_clock.now().toMSecsSinceEpoch() - lateBy);
        return R"({"kind":"fix","lat":)" + latitude + R"(,"lon":127.1,"radius":)" + radius + R"(,"at":)" + at + "}";
    }

    ManualClock m_clock;
};

void tst_Visit::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_Visit::opensOnce()
{
    Visit visit({7}, {3}, m_clock);

    const auto first = visit.take(R"({"kind":"open"})");
    const auto second = visit.take(R"({"kind":"open"})");

    QCOMPARE(std::get<dispatch::Opened>(*first.input).incident, IncidentId{3});
    QCOMPARE(std::get<dispatch::Opened>(*first.input).visit, VisitId{7});
    QVERIFY(!second.input);
    QVERIFY(second.complaint.isEmpty());
}

void tst_Visit::hearsNothingBeforeATouch()
{
    Visit visit({7}, {3}, m_clock);

    const auto outcome = visit.take(fix("37.5"));

    QVERIFY(!outcome.input);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.end);
    QVERIFY(!visit.hasOpened());
}

void tst_Visit::takesAReadingWithItsOwnTime()
{
    Visit visit = opened();
    const QByteArray at = QByteArray::number(m_clock.now().toMSecsSinceEpoch() - 30000);

    const auto outcome
        = visit.take(R"({"kind":"fix","lat":37.5,"lon":-127.25,"radius":8,"speed":1.5,"heading":90,"at":)" + at + "}");

    const Fix expected{.latitude = 37.5,
                       .longitude = -127.25,
                       .radius = Metres{8},
                       .source = Fix::Source::Browser,
                       .at = m_clock.now().addSecs(-30),
                       .speed = MetresPerSecond{1.5},
                       .heading = Degrees{90}};
    QCOMPARE(std::get<dispatch::Located>(*outcome.input).fix, expected);
    QCOMPARE(std::get<dispatch::Located>(*outcome.input).incident, IncidentId{3});
}

void tst_Visit::takesTheArrivalWhereThePhoneClockIsOff_data()
{
    QTest::addColumn<qint64>("lateBy");
    QTest::newRow("slow") << qint64(3600'001);
    QTest::newRow("fast") << qint64(-3600'001);
    QTest::newRow("since 1970") << qint64(m_clock.now().toMSecsSinceEpoch());
}

void tst_Visit::takesTheArrivalWhereThePhoneClockIsOff()
{
    QFETCH(const qint64, lateBy);
    Visit visit = opened();

    const auto outcome = visit.take(fix("37.5", "10", lateBy));

    QCOMPARE(std::get<dispatch::Located>(*outcome.input).fix.at, m_clock.now());
}

void tst_Visit::dropsReadingsNoMapCanShow_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("latitude") << fix("90.1");
    QTest::newRow("no number") << fix("\"37\"");
    QTest::newRow("null") << fix("null");
    QTest::newRow("negative radius") << fix("37", "-1");
    QTest::newRow("no time") << QByteArray(R"({"kind":"fix","lat":37,"lon":127,"radius":5})");
    QTest::newRow("time beyond all") << QByteArray(R"({"kind":"fix","lat":37,"lon":127,"radius":5,"at":1e300})");
    QTest::newRow("nothing") << QByteArray(R"({"kind":"fix"})");
}

void tst_Visit::dropsReadingsNoMapCanShow()
{
    QFETCH(const QByteArray, message);
    Visit visit = opened();

    const auto outcome = visit.take(message);

    QVERIFY(!outcome.input);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.end);
}

void tst_Visit::takesALine()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"say","id":"a-1","text":"문 뒤에\n숨었어요"})");

    QCOMPARE(std::get<dispatch::Said>(*outcome.input).id, u"a-1"_s);
    QCOMPARE(std::get<dispatch::Said>(*outcome.input).text, u"문 뒤에\n숨었어요"_s);
}

void tst_Visit::refusesALongLine()
{
    Visit visit = opened();
    const auto say
        = [](qsizetype size) { return R"({"kind":"say","id":"a","text":")" + QByteArray(size, 'x') + "\"}"; };

    const auto longest = visit.take(say(Message::longest));
    const auto tooLong = visit.take(say(Message::longest + 1));

    QVERIFY(longest.input);
    QVERIFY(!tooLong.input);
    QCOMPARE(tooLong.reply, tooLongText(u"a"_s));
    QVERIFY(!tooLong.end);
}

void tst_Visit::takesACameraOffer()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"offer","sdp":"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"})");

    QCOMPARE(std::get<dispatch::CameraOffered>(*outcome.input).visit, VisitId{7});
    QVERIFY(std::get<dispatch::CameraOffered>(*outcome.input).sdp.startsWith("v=0\r\n"_L1));
}

void tst_Visit::takesTheEndOfTheCamera()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"cameraOff"})");

    QCOMPARE(std::get<dispatch::CameraWithdrawn>(*outcome.input).visit, VisitId{7});
}

void tst_Visit::answersAPing()
{
    Visit visit = opened();

    const auto outcome = visit.take(R"({"kind":"ping"})");

    QCOMPARE(outcome.reply, R"({"kind":"pong"})");
    QVERIFY(!outcome.input);
}

void tst_Visit::endsOnMalformedMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("half") << QByteArray(R"({"kind":"op)");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("deep") << QByteArray(5000, '[');
    QTest::newRow("no kind") << QByteArray("{}");
    QTest::newRow("unknown kind") << QByteArray(R"({"kind":"drop table"})");
    QTest::newRow("kind of a kind") << QByteArray(R"({"kind":{"kind":"open"}})");
    QTest::newRow("line without id") << QByteArray(R"({"kind":"say","text":"x"})");
    QTest::newRow("line with a long id") << R"({"kind":"say","text":"x","id":")" + QByteArray(65, 'i') + "\"}";
    QTest::newRow("line with an odd id") << QByteArray(R"({"kind":"say","text":"x","id":"<b>"})");
    QTest::newRow("empty line") << QByteArray(R"({"kind":"say","id":"a","text":""})");
    QTest::newRow("line that steers a terminal")
        << QByteArray("{\"kind\":\"say\",\"id\":\"a\",\"text\":\"\\u001b[2J\"}");
    QTest::newRow("offer of nothing") << QByteArray(R"({"kind":"offer"})");
    QTest::newRow("offer that is no SDP") << QByteArray(R"({"kind":"offer","sdp":"x"})");
    QTest::newRow("long offer") << R"({"kind":"offer","sdp":"v=0)" + QByteArray(longestOffer, 'x') + "\"}";
}

void tst_Visit::endsOnMalformedMessages()
{
    QFETCH(const QByteArray, message);
    Visit visit = opened();

    const auto outcome = visit.take(message);

    QVERIFY(outcome.end);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.input);
}

void tst_Visit::endsAFlood()
{
    Visit visit = opened();
    int taken = 0;

    while (!visit.take(R"({"kind":"ping"})").end)
        ++taken;

    QCOMPARE(taken, 39); // 40 with the open
}

void tst_Visit::takesWhatWasKeptWhileAway()
{
    Visit visit = opened();

    for (int i = 0; i < 400; ++i) {
        m_clock.advance(100ms);
        QVERIFY(visit.take(fix("37.5")).input);
    }
}

void tst_Visit::dropsOffersTooSoonAfterTheOther()
{
    Visit visit = opened();
    const QByteArray offer = R"({"kind":"offer","sdp":"v=0"})";
    for (int i = 0; i < 6; ++i)
        QVERIFY(visit.take(offer).input);

    const auto soon = visit.take(offer);
    m_clock.advance(2s);
    const auto later = visit.take(offer);

    QVERIFY(!soon.input);
    QVERIFY(!soon.end);
    QVERIFY(later.input);
}

void tst_Visit::endsAfterTenFaults()
{
    Visit visit = opened();

    for (int i = 0; i < 9; ++i)
        QVERIFY(!visit.take(fix("91")).end);

    QVERIFY(visit.take(fix("91")).end);
}

void tst_Visit::survivesAClockSetBack()
{
    Visit visit = opened();
    m_clock.advance(-5h);

    QVERIFY(visit.take(R"({"kind":"ping"})").reply == pongText());
    m_clock.advance(1s);
    for (int i = 0; i < 20; ++i)
        QVERIFY(!visit.take(R"({"kind":"ping"})").end);
}

void tst_Visit::findsATokenWhileItLives()
{
    Tokens tokens;
    const QDateTime now = m_clock.now();
    tokens.admit({1}, "AAAAAAAAAAAAAAAAAAAAA1", now.addSecs(60));
    tokens.admit({2}, "AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(60));

    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA1", now), IncidentId{1});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(59)), IncidentId{2});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now.addSecs(60)), IncidentId{});
    tokens.revoke({1});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA1", now), IncidentId{});
    QCOMPARE(tokens.find("AAAAAAAAAAAAAAAAAAAAA2", now), IncidentId{2});
}

void tst_Visit::findsNoTokenAlmostRight_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("shorter") << QByteArray("AAAAAAAAAAAAAAAAAAAAA");
    QTest::newRow("longer") << QByteArray("AAAAAAAAAAAAAAAAAAAAA1A");
    QTest::newRow("last letter") << QByteArray("AAAAAAAAAAAAAAAAAAAAA2");
    QTest::newRow("other alphabet") << QByteArray("AAAAAAAAAAAAAAAAAAAA+/");
    QTest::newRow("zero inside") << QByteArray("AAAAAAAAAAA\0AAAAAAAAA1", 22);
}

void tst_Visit::findsNoTokenAlmostRight()
{
    QFETCH(const QByteArray, token);
    Tokens tokens;
    tokens.admit({1}, "AAAAAAAAAAAAAAAAAAAAA1", m_clock.now().addSecs(60));

    QCOMPARE(tokens.find(token, m_clock.now()), IncidentId{});
}

void tst_Visit::keepsTheEndOfALongChat()
{
    std::vector<Message> messages;
    for (int i = 0; i < 1000; ++i)
        messages.push_back({QString::number(i), Message::Author::Operator, QString(1000, u'가'), m_clock.now()});

    const QByteArray text = chatText(messages);

    QVERIFY(text.size() < 300 * 1024);
    const QJsonArray lines = QJsonDocument::fromJson(text)["messages"_L1].toArray();
    QCOMPARE(lines.last()["id"_L1].toString(), u"999"_s);
    QCOMPARE(lines.last()["author"_L1].toString(), u"operator"_s);
    QCOMPARE(lines.last()["at"_L1].toInteger(), m_clock.now().toMSecsSinceEpoch());
}

QTEST_GUILESS_MAIN(tst_Visit)
#include "tst_visit.moc"
