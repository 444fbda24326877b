// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/addresses.h"

#include <QTest>

using namespace knock::web;
using namespace std::chrono_literals;

class tst_Rate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void letsSomeSecondsWorthInAtOnce();
    void letsOneInWhenItsTimeHasCome();
    void forgetsWhatWasLongAgo();
    void forgetsAddresses();

private:
    const Rate::Time m_now{1000h};
};

void tst_Rate::letsSomeSecondsWorthInAtOnce()
{
    Rate rate;
    for (int i = 0; i < 50; ++i)
        QCOMPARE(rate.count(10, m_now), 0ns);

    QCOMPARE(rate.count(10, m_now), 100ms);
    QCOMPARE(rate.count(10, m_now), 100ms); // who was told to wait has not been counted
}

void tst_Rate::letsOneInWhenItsTimeHasCome()
{
    Rate rate;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(rate.count(1, m_now), 0ns);
    QCOMPARE(rate.count(1, m_now + 999ms), 1ms);
    QCOMPARE(rate.count(1, m_now + 1s), 0ns);
    QCOMPARE(rate.count(1, m_now + 1s), 1s);
    QCOMPARE(rate.count(0, m_now + 2s), 0ns); // nonsense is taken for one
}

void tst_Rate::forgetsWhatWasLongAgo()
{
    Rate rate;
    QVERIFY(rate.isEven(m_now));
    QCOMPARE(rate.count(1, m_now), 0ns);
    QVERIFY(!rate.isEven(m_now));
    QVERIFY(rate.isEven(m_now + 1s));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(rate.count(1, m_now + 1h), 0ns);
    QVERIFY(rate.count(1, m_now + 1h) > 0ns);
}

void tst_Rate::forgetsAddresses()
{
    Addresses addresses;
    Address &here = addresses.at("here", m_now);
    here.connections = 1;
    QCOMPARE(addresses.at("hasty", m_now).handshakes.count(1, m_now + 5s), 0ns);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(addresses.at(std::to_string(i), m_now + 1s).connections, 0);
    QCOMPARE(addresses.size(), 1002);

    QCOMPARE(&addresses.at("here", m_now + 5500ms), &here);

    QCOMPARE(addresses.size(), 2);
}

QTEST_GUILESS_MAIN(tst_Rate)
#include "tst_rate.moc"
