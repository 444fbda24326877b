// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/keyframerequests.h"

#include "app/service/media/allowance.h"

#include <QTest>

using namespace knock::media;
using namespace std::chrono_literals;
using Time = std::chrono::milliseconds;

namespace {

/// The times at which the phone is asked, looking every 100 ms.
QList<Time> askedBetween(KeyFrameRequests &requests, Time from, Time to)
{
    QList<Time> asked;
    for (Time now = from; now <= to; now += 100ms) {
        if (requests.ask(now))
            asked << now;
    }
    return asked;
}

} // namespace

class tst_KeyFrameRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void asksNothingUnwanted();
    void asksAtOnce();
    void asksAgainMoreAndMoreSlowly();
    void isContentWithAKeyFrame();
    void neverAsksTwiceWithin400ms();
    void asksWhenPicturesCease();
    void leavesASlowEncoderAlone();
    void allowanceIsUsedUpAndRefilled();
};

void tst_KeyFrameRequests::asksNothingUnwanted()
{
    KeyFrameRequests requests;

    QVERIFY(askedBetween(requests, 0ms, 5000ms).isEmpty());
}

void tst_KeyFrameRequests::asksAtOnce()
{
    KeyFrameRequests requests;
    requests.want();

    QVERIFY(requests.ask(7ms));
}

void tst_KeyFrameRequests::asksAgainMoreAndMoreSlowly()
{
    KeyFrameRequests requests;
    requests.want();

    QCOMPARE(askedBetween(requests, 0ms, 6000ms), (QList<Time>{0ms, 400ms, 1200ms, 2800ms, 4400ms, 6000ms}));
}

void tst_KeyFrameRequests::isContentWithAKeyFrame()
{
    KeyFrameRequests requests;
    requests.want();
    QVERIFY(requests.ask(0ms));

    requests.came(false, 50ms);
    QVERIFY(requests.ask(400ms));
    requests.came(true, 450ms);

    QVERIFY(!requests.ask(800ms));
}

void tst_KeyFrameRequests::neverAsksTwiceWithin400ms()
{
    KeyFrameRequests requests;
    requests.want();
    QVERIFY(requests.ask(0ms));
    requests.came(true, 100ms);
    requests.want();

    QVERIFY(!requests.ask(399ms));
    QVERIFY(requests.ask(400ms));
}

void tst_KeyFrameRequests::asksWhenPicturesCease()
{
    KeyFrameRequests requests;
    for (Time now = 0ms; now <= 1000ms; now += 50ms) {
        requests.came(now == 0ms, now);
        QVERIFY(!requests.ask(now));
    }

    QCOMPARE(askedBetween(requests, 1100ms, 3000ms), (QList<Time>{1500ms, 1900ms, 2700ms}));
    requests.came(false, 3050ms);
    QVERIFY(!requests.ask(3100ms));
}

void tst_KeyFrameRequests::leavesASlowEncoderAlone()
{
    KeyFrameRequests requests;
    for (Time now = 0ms; now <= 6000ms; now += 100ms) {
        if (now % 600ms == 0ms)
            requests.came(now == 0ms, now);
        QVERIFY(!requests.ask(now));
    }
}

void tst_KeyFrameRequests::allowanceIsUsedUpAndRefilled()
{
    Allowance allowance(2, 1000ms, 0ms);

    QVERIFY(allowance.take(0ms));
    QVERIFY(allowance.take(100ms));
    QVERIFY(!allowance.take(900ms));
    QVERIFY(allowance.take(1200ms));
    QVERIFY(!allowance.take(1300ms));
    QVERIFY(!allowance.isWhole(2500ms));
    QVERIFY(allowance.isWhole(9000ms));
}

QTEST_GUILESS_MAIN(tst_KeyFrameRequests)
#include "tst_keyframerequests.moc"
