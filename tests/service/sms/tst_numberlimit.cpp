// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/numberlimit.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock::sms;

/// How many texts one number may get.
class tst_NumberLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void limitsTextsInTenMinutes();
    void limitsTextsInADay();
    void limitsEachNumberByItself();
    void doesNotCountWhatWasNotSent();
};

void tst_NumberLimit::limitsTextsInTenMinutes()
{
    NumberLimit limit;
    const NumberLimit::Time now{100h};

    for (int n = 0; n < 5; ++n)
        QVERIFY(limit.admit(u"010"_s, now + n * 1min));

    QVERIFY(!limit.admit(u"010"_s, now + 5min));
    QVERIFY(!limit.admit(u"010"_s, now + 9min));
    QVERIFY(limit.admit(u"010"_s, now + 10min));
    QVERIFY(!limit.admit(u"010"_s, now + 10min));
}

void tst_NumberLimit::limitsTextsInADay()
{
    NumberLimit limit;
    const NumberLimit::Time now{100h};

    for (int n = 0; n < 20; ++n)
        QVERIFY(limit.admit(u"010"_s, now + n * 1h));

    QVERIFY(!limit.admit(u"010"_s, now + 20h));
    QVERIFY(!limit.admit(u"010"_s, now + 24h - 1ms));
    QVERIFY(limit.admit(u"010"_s, now + 24h));
    QVERIFY(!limit.admit(u"010"_s, now + 24h));
}

void tst_NumberLimit::limitsEachNumberByItself()
{
    NumberLimit limit;
    const NumberLimit::Time now{100h};
    while (limit.admit(u"010"_s, now)) { }

    QVERIFY(limit.admit(u"011"_s, now));
    QVERIFY(!limit.admit(u"010"_s, now));
}

void tst_NumberLimit::doesNotCountWhatWasNotSent()
{
    NumberLimit limit;
    const NumberLimit::Time now{100h};

    for (int n = 0; n < 100; ++n) {
        QVERIFY(limit.admit(u"010"_s, now));
        limit.giveBack(u"010"_s);
    }
    limit.giveBack(u"010"_s);
    limit.giveBack(u"nobody"_s);

    QVERIFY(limit.admit(u"010"_s, now));
}

QTEST_GUILESS_MAIN(tst_NumberLimit)
#include "tst_numberlimit.moc"
