// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/visit.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace knock;
using namespace knock::caller;
using namespace std::chrono_literals;
using knock::test::ManualClock;

/// How much, how often and what a page may send.
class tst_VisitLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void endsOnMalformedMessages_data();
    void endsOnMalformedMessages();
    void endsAFlood();
    void takesWhatWasKeptWhileAway();
    void dropsOffersTooSoonAfterTheOther();
    void endsAfterTenFaults();
    void survivesAClockSetBack();

private:
    Visit opened()
    {
        Visit visit({7}, {3}, LinkKind::Live, m_clock);
        const auto outcome = visit.take(R"({"kind":"open"})");
        Q_ASSERT(outcome.input);
        return visit;
    }
    QByteArray fix(double latitude) const
    {
        return R"({"kind":"fix","lat":)" + QByteArray::number(latitude) + R"(,"lon":127.1,"radius":12.5,"at":)"
            + QByteArray::number(m_clock.now().toMSecsSinceEpoch()) + "}";
    }

    ManualClock m_clock;
};

void tst_VisitLimits::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_VisitLimits::endsOnMalformedMessages_data()
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
    QTest::newRow("line of no phrase") << QByteArray(R"({"kind":"say","id":"a","text":"x","phrase":""})");
    QTest::newRow("line of an odd phrase") << QByteArray(R"({"kind":"say","id":"a","text":"x","phrase":"../x"})");
    QTest::newRow("line of a long phrase")
        << R"({"kind":"say","id":"a","text":"x","phrase":")" + QByteArray(41, 'p') + "\"}";
    QTest::newRow("permission of nothing") << QByteArray(R"({"kind":"permission","decision":"granted"})");
    QTest::newRow("permission undecided") << QByteArray(R"({"kind":"permission","of":"camera","decision":"maybe"})");
    QTest::newRow("seen nothing") << QByteArray(R"({"kind":"seen","read":true})");
    QTest::newRow("seen somehow") << QByteArray(R"({"kind":"seen","id":"a","read":"yes"})");
    QTest::newRow("no face") << QByteArray(R"({"kind":"face"})");
    QTest::newRow("unknown face") << QByteArray(R"({"kind":"face","face":"angry"})");
    QTest::newRow("offer of nothing") << QByteArray(R"({"kind":"offer"})");
    QTest::newRow("offer that is no SDP") << QByteArray(R"({"kind":"offer","sdp":"x"})");
    QTest::newRow("long offer") << R"({"kind":"offer","sdp":"v=0)" + QByteArray(longestOffer, 'x') + "\"}";
}

void tst_VisitLimits::endsOnMalformedMessages()
{
    QFETCH(const QByteArray, message);
    Visit visit = opened();

    const auto outcome = visit.take(message);

    QVERIFY(outcome.end);
    QVERIFY(!outcome.complaint.isEmpty());
    QVERIFY(!outcome.input);
}

void tst_VisitLimits::endsAFlood()
{
    Visit visit = opened();
    int taken = 0;

    while (!visit.take(R"({"kind":"ping"})").end)
        ++taken;

    QCOMPARE(taken, 39); // 40 with the open
}

void tst_VisitLimits::takesWhatWasKeptWhileAway()
{
    Visit visit = opened();

    for (int i = 0; i < 400; ++i) {
        m_clock.advance(100ms);
        QVERIFY(visit.take(fix(37.5)).input);
    }
}

void tst_VisitLimits::dropsOffersTooSoonAfterTheOther()
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

void tst_VisitLimits::endsAfterTenFaults()
{
    Visit visit = opened();

    for (int i = 0; i < 9; ++i)
        QVERIFY(!visit.take(fix(91)).end);

    QVERIFY(visit.take(fix(91)).end);
}

void tst_VisitLimits::survivesAClockSetBack()
{
    Visit visit = opened();
    m_clock.advance(-5h);

    QVERIFY(visit.take(R"({"kind":"ping"})").reply.contains("pong"));
    m_clock.advance(1s);
    for (int i = 0; i < 20; ++i)
        QVERIFY(!visit.take(R"({"kind":"ping"})").end);
}

QTEST_GUILESS_MAIN(tst_VisitLimits)
#include "tst_visitlimits.moc"
