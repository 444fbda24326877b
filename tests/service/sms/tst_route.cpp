// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/route.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::sms;

namespace {

const Refusal busy{{Error::Kind::Unreachable, {}}, Refusal::Hope::Later};
const Refusal never{{Error::Kind::Refused, {}}, Refusal::Hope::None};
const Refusal unknown{{Error::Kind::Expired, {}}, Refusal::Hope::Unknown};

Refusal busyFor(std::chrono::seconds pause) { return {{Error::Kind::Unreachable, {}}, Refusal::Hope::Later, pause}; }

/// All tries of a text which every gateway answers at once and in the same way, as "gateway@seconds".
QString tries(size_t gateways, const Refusal &refusal)
{
    Route route(gateways, {});
    std::chrono::milliseconds at = 0ms;
    QStringList all;
    std::optional<std::chrono::milliseconds> wait = 0ms;
    while (wait && all.size() < 100) {
        at += *wait;
        all << u"%1@%2"_s.arg(route.gateway() + 1).arg(at / 1s);
        wait = route.next(refusal, false, at);
    }
    return all.join(u' ');
}

} // namespace

/// Which gateway tries a text, when, and how often.
class tst_Route : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void triesForAboutAMinute();
    void asksTheOtherAfterTwoRefusals();
    void doesNotAskAgainWhoWillNever();
    void doesNotAskAgainWhoMayHaveIt();
    void asksAgainWhoTakesTheSameIdOnce();
    void leavesAloneWhoWishesIt();
    void asksTheOtherRatherThanWait();
    void doesNotWaitForEver();
    void endsWithTheMinuteHoweverSlowTheGateways();
};

void tst_Route::triesForAboutAMinute() { QCOMPARE(tries(1, busy), u"1@0 1@2 1@6 1@14 1@30 1@60"_s); }

void tst_Route::asksTheOtherAfterTwoRefusals()
{
    QCOMPARE(tries(2, busy), u"1@0 1@2 2@2 2@6 1@6 1@14 2@14 2@30 1@30 1@60"_s);
}

void tst_Route::doesNotAskAgainWhoWillNever()
{
    QCOMPARE(tries(1, never), u"1@0"_s);
    QCOMPARE(tries(2, never), u"1@0 2@0"_s);
}

void tst_Route::doesNotAskAgainWhoMayHaveIt()
{
    QCOMPARE(tries(1, unknown), u"1@0"_s);
    QCOMPARE(tries(2, unknown), u"1@0 2@0"_s);

    Route route(2, {});
    QVERIFY(!route.isPerhapsTaken());
    QVERIFY(route.next(unknown, false, 10s));
    QVERIFY(route.isPerhapsTaken());
    QVERIFY(route.next(busy, false, 10s));
    QCOMPARE(route.gateway(), 1u);
    QVERIFY(route.next(busy, false, 12s));
    QCOMPARE(route.gateway(), 1u);
}

void tst_Route::asksAgainWhoTakesTheSameIdOnce()
{
    Route route(2, {});

    QCOMPARE(route.next(unknown, true, 10s), 2s);
    QCOMPARE(route.gateway(), 0u);
    QCOMPARE(route.next(unknown, true, 22s), 0s);
    QCOMPARE(route.gateway(), 1u);
}

void tst_Route::leavesAloneWhoWishesIt()
{
    Route route(1, {});

    QCOMPARE(route.next(busyFor(17s), false, 1s), 17s);
    QCOMPARE(route.next(busy, false, 18s), 4s);
    QCOMPARE(route.next(busyFor(1s), false, 22s), 8s);
}

void tst_Route::asksTheOtherRatherThanWait()
{
    Route route(2, {});

    QCOMPARE(route.next(busyFor(17s), false, 1s), 0s);
    QCOMPARE(route.gateway(), 1u);
    QCOMPARE(route.next(busy, false, 1s), 2s);
    QCOMPARE(route.next(busy, false, 3s), 4s);
    QCOMPARE(route.gateway(), 1u);
    QCOMPARE(route.next(busy, false, 12s), 8s);
    QCOMPARE(route.next(busy, false, 20s), 0s);
    QCOMPARE(route.gateway(), 0u);
}

void tst_Route::doesNotWaitForEver()
{
    Route alone(1, {});
    QCOMPARE(alone.next(busyFor(3600s), false, 0s), std::nullopt);

    Route two(2, {});
    QCOMPARE(two.next(busyFor(3600s), false, 0s), 0s);
    QCOMPARE(two.next(busy, false, 0s), 2s);
    QCOMPARE(two.next(busy, false, 2s), 4s);
    QCOMPARE(two.gateway(), 1u);
}

void tst_Route::endsWithTheMinuteHoweverSlowTheGateways()
{
    Route route(2, {});

    QVERIFY(route.next(busy, false, 20s));
    QVERIFY(route.next(busy, false, 42s));
    QCOMPARE(route.next(busy, false, 62s), std::nullopt);
}

QTEST_GUILESS_MAIN(tst_Route)
#include "tst_route.moc"
