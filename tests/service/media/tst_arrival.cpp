// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/arrival.h"

#include <QTest>

using namespace knock::media;
using namespace std::chrono_literals;

class tst_Arrival : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void lossIsTheShareThatDidNotCome();
    void oldLossIsForgotten();
    void aPacketThatWasOvertakenIsNotLost();
    void delayIsByThePhonesClock();
    void delaySurvivesThatTheCountGoesRound();
    void arrivalsAreGivenOnce();
};

void tst_Arrival::lossIsTheShareThatDidNotCome()
{
    LossRate loss;

    QCOMPARE(loss.take({}), 0.);
    QCOMPARE(loss.take({.lost = 0, .came = 100}), 0.);
    QCOMPARE(loss.take({.lost = 10, .came = 190}), 5.);
}

void tst_Arrival::oldLossIsForgotten()
{
    LossRate loss;
    QCOMPARE(loss.take({.lost = 50, .came = 50}), 50.);

    QList<double> rates;
    for (qint64 second = 1; second <= 5; ++second)
        rates << loss.take({.lost = 50, .came = 50 + 50 * second});

    QCOMPARE(rates.first(), 100. / 3);
    QCOMPARE(rates.last(), 0.);
}

void tst_Arrival::aPacketThatWasOvertakenIsNotLost()
{
    LossRate loss;
    for (int i = 0; i < 6; ++i)
        (void)loss.take({.lost = 3, .came = 100});

    QCOMPARE(loss.take({.lost = 2, .came = 201}), 0.);
}

void tst_Arrival::delayIsByThePhonesClock()
{
    // Half a second past 2026-01-01 by the phone.
    constexpr quint64 ntp = ((1'767'225'600ULL + 2'208'988'800ULL) << 32) | 0x8000'0000ULL;
    const SenderReport report{.ntp = ntp, .count = 90'000};
    const Arrival::Time reported = 1'767'225'600'500ms;

    QVERIFY(!delayOf({}, report));
    QCOMPARE(delayOf({{.taken = 90'000, .at = reported + 80ms}}, report), 80ms);
    // Of a second later and of a third of one earlier.
    QCOMPARE(delayOf({{.taken = 180'000, .at = reported + 1100ms}, {.taken = 60'000, .at = reported - 133ms}}, report),
             150ms);
}

void tst_Arrival::delaySurvivesThatTheCountGoesRound()
{
    const SenderReport report{.ntp = 2'208'988'800ULL << 32, .count = 0xffff'ffff - 8999};

    QCOMPARE(delayOf({{.taken = 9000, .at = 250ms}}, report), 50ms);
}

void tst_Arrival::arrivalsAreGivenOnce()
{
    Arrivals arrivals;
    for (quint32 i = 0; i < 1000; ++i)
        arrivals.add({.taken = i, .at = 0ms});

    const auto taken = arrivals.take();
    QCOMPARE(taken.size(), 200U);
    QCOMPARE(taken.back().taken, 999U);
    QVERIFY(arrivals.take().empty());
}

QTEST_GUILESS_MAIN(tst_Arrival)
#include "tst_arrival.moc"
