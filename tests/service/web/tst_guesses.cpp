// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/guesses.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::web;
using namespace std::chrono_literals;
using knock::test::ManualClock;

class tst_Guesses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void letsAFewThroughAtOnce();
    void waitsLongerAndLonger();
    void countsEachAddressByItself_data();
    void countsEachAddressByItself();
    void forgives();
    void survivesAClockSetBack();
    void remembersABoundedNumberOfAddresses();

private:
    std::chrono::milliseconds guess(Guesses &guesses, int times, const QString &peer = u"192.0.2.7"_s)
    {
        std::chrono::milliseconds last{};
        for (int i = 0; i < times; ++i)
            last = guesses.count(peer, m_clock.now());
        return last;
    }

    ManualClock m_clock;
};

void tst_Guesses::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_Guesses::letsAFewThroughAtOnce()
{
    Guesses guesses(5s);

    QCOMPARE(guess(guesses, 20), 0ms);
    QCOMPARE(guess(guesses, 1), 50ms);
}

void tst_Guesses::waitsLongerAndLonger()
{
    Guesses guesses(5s);
    (void)guess(guesses, Guesses::unhurried);
    std::chrono::milliseconds before{0};
    std::chrono::milliseconds all{0};

    for (int i = 0; i < 10'000; ++i) {
        const auto wait = guess(guesses, 1);
        QVERIFY(wait >= before);
        before = wait;
        all += wait;
    }

    QCOMPARE(before, 5s);
    QVERIFY(all > 13h);
}

void tst_Guesses::countsEachAddressByItself_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("isSame");
    QTest::newRow("version 4") << u"192.0.2.7"_s << u"192.0.2.8"_s << false;
    QTest::newRow("one network of version 6") << u"2001:db8::1"_s << u"2001:db8::ffff:2"_s << true;
    QTest::newRow("two networks of version 6") << u"2001:db8::1"_s << u"2001:db8:0:1::1"_s << false;
}

void tst_Guesses::countsEachAddressByItself()
{
    QFETCH(const QString, peer);
    QFETCH(const QString, other);
    QFETCH(const bool, isSame);
    Guesses guesses(5s);
    (void)guess(guesses, 100, peer);

    QCOMPARE(guess(guesses, 1, other) > 0ms, isSame);
}

void tst_Guesses::forgives()
{
    Guesses guesses(5s);
    (void)guess(guesses, 100'000);

    m_clock.advance(2h);

    QCOMPARE(guess(guesses, 1), 0ms);
}

void tst_Guesses::survivesAClockSetBack()
{
    Guesses guesses(5s);
    (void)guess(guesses, 100);

    m_clock.advance(-5h);

    QCOMPARE(guess(guesses, 1), 5s);
}

void tst_Guesses::remembersABoundedNumberOfAddresses()
{
    Guesses guesses(5s);
    (void)guess(guesses, 100, u"198.51.100.1"_s);

    for (int i = 0; i < 10'000; ++i)
        (void)guesses.count(u"10.%1.%2.1"_s.arg(i / 256).arg(i % 256), m_clock.now());

    QVERIFY(guesses.addresses() <= Guesses::mostAddresses);
    QVERIFY(guess(guesses, 1, u"198.51.100.1"_s) > 1s); // the worst one is not forgotten for others
}

QTEST_GUILESS_MAIN(tst_Guesses)
#include "tst_guesses.moc"
