// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/stills.h"

#include <QTest>

using namespace knock;
using namespace knock::media;
using namespace std::chrono_literals;

class tst_Stills : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void showsWhatComes();
    void passesOnTenASecond();
    void giveWayToAStream();
    void followTheVisitThatBeganLast();
    void lapseWhenNoneComes();
    void endWithTheirVisit();

private:
    const Stills::Key first{{1}, {1}};
    const Stills::Key second{{1}, {2}};
    const Stills::Key stranger{{2}, {3}};
};

void tst_Stills::showsWhatComes()
{
    Stills stills(3s);

    const auto one = stills.take(first, false, 500ms);
    const auto two = stills.take(first, false, 700ms);

    QVERIFY(one && one->isFirst);
    QCOMPARE(one->at, 0ms);
    QVERIFY(two && !two->isFirst);
    QCOMPARE(two->at, 200ms);
    QVERIFY(stills.take(stranger, false, 700ms)->isFirst);
}

void tst_Stills::passesOnTenASecond()
{
    Stills stills(3s);
    int shown = 0;

    for (int i = 0; i < 10'000; ++i)
        shown += stills.take(first, false, std::chrono::milliseconds(i)).has_value();

    QVERIFY2(shown > 100 && shown <= 110, qPrintable(QString::number(shown)));
}

void tst_Stills::giveWayToAStream()
{
    Stills stills(3s);
    QVERIFY(stills.take(first, false, 0ms));

    stills.yield({1});
    QVERIFY(!stills.take(first, true, 200ms));
    QVERIFY(stills.lapse(10s).empty()); // for the stream is what is shown
    QVERIFY(stills.isEmpty());
    (void)stills.take(first, true, 11s);
    const auto again = stills.take(first, false, 12s);

    QVERIFY(again && again->isFirst);
    QCOMPARE(again->at, 1s);
}

void tst_Stills::followTheVisitThatBeganLast()
{
    Stills stills(3s);
    (void)stills.take(first, false, 0ms);

    const auto other = stills.take(second, false, 200ms);

    QVERIFY(other && other->isFirst);
    QVERIFY(!stills.take(first, false, 400ms));
    QVERIFY(!stills.take(second, false, 600ms)->isFirst);
    QVERIFY(!stills.take(first, false, 3800ms));
    QCOMPARE(stills.lapse(3700ms), std::vector{second});
    QVERIFY(stills.take(first, false, 4s)->isFirst);
}

void tst_Stills::lapseWhenNoneComes()
{
    Stills stills(3s);
    (void)stills.take(first, false, 0ms);
    (void)stills.take(stranger, false, 1s);

    QVERIFY(stills.lapse(3s).empty());
    QCOMPARE(stills.lapse(3001ms), std::vector{first});
    QVERIFY(!stills.isEmpty());
    QCOMPARE(stills.lapse(5s), std::vector{stranger});
    QVERIFY(stills.isEmpty());
}

void tst_Stills::endWithTheirVisit()
{
    Stills stills(3s);
    (void)stills.take(first, false, 0ms);
    (void)stills.take(second, false, 200ms);

    stills.drop(second);

    QVERIFY(stills.take(first, false, 400ms)->isFirst);
    stills.drop(first);
    QVERIFY(stills.isEmpty());
    QVERIFY(stills.lapse(10s).empty());
}

QTEST_GUILESS_MAIN(tst_Stills)
#include "tst_stills.moc"
