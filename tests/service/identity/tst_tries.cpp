// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/tries.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock::identity;
using knock::test::ManualClock;

class tst_Tries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void fourFailuresAreFree();
    void eachFurtherFailureDoublesTheWait();
    void aClockSetBackMakesNoLongWait();
    void isRemembered();
    void aSuccessEndsIt();
    void aWaitIsNotedOnce();
    void forgetsTheOldestWhenFull();

private:
    ManualClock m_clock;
};

void tst_Tries::init()
{
    QTest::failOnWarning();
    m_clock = {};
}

void tst_Tries::fourFailuresAreFree()
{
    Tries tries;
    for (int i = 0; i < 4; ++i)
        tries.fail(m_clock.now());

    QVERIFY(!tries.mustWait(m_clock.now()));
    tries.fail(m_clock.now());
    QVERIFY(tries.mustWait(m_clock.now()));
}

void tst_Tries::eachFurtherFailureDoublesTheWait()
{
    Tries tries;
    for (int i = 0; i < 4; ++i)
        tries.fail(m_clock.now());

    for (const auto wait : {1min, 2min, 4min, 8min, 16min, 30min, 30min}) {
        tries.fail(m_clock.now());
        m_clock.advance(wait - 1ms);
        QVERIFY2(tries.mustWait(m_clock.now()), qPrintable(QString::number(wait.count())));
        m_clock.advance(1ms);
        QVERIFY2(!tries.mustWait(m_clock.now()), qPrintable(QString::number(wait.count())));
    }
}

void tst_Tries::aClockSetBackMakesNoLongWait()
{
    Tries tries;
    for (int i = 0; i < 5; ++i)
        tries.fail(m_clock.now());
    QVERIFY(tries.mustWait(m_clock.now()));

    m_clock.advance(-24h);

    QVERIFY(!tries.mustWait(m_clock.now()));
}

void tst_Tries::isRemembered()
{
    TryBook book(10);
    for (int i = 0; i < 5; ++i)
        book.fail(u"a"_s, m_clock.now());

    QVERIFY(book.mustWait(u"a"_s, m_clock.now()));
    QVERIFY(!book.mustWait(u"b"_s, m_clock.now()));
}

void tst_Tries::aSuccessEndsIt()
{
    TryBook book(10);
    for (int i = 0; i < 4; ++i)
        book.fail(u"a"_s, m_clock.now());
    book.succeed(u"a"_s);
    book.fail(u"a"_s, m_clock.now());

    QVERIFY(!book.mustWait(u"a"_s, m_clock.now()));
}

void tst_Tries::aWaitIsNotedOnce()
{
    TryBook book(10);
    for (int i = 0; i < 5; ++i)
        book.fail(u"a"_s, m_clock.now());

    QVERIFY(book.takeNote(u"a"_s));
    QVERIFY(!book.takeNote(u"a"_s));
    book.fail(u"a"_s, m_clock.now());
    QVERIFY(book.takeNote(u"a"_s));
    QVERIFY(!book.takeNote(u"b"_s));
}

void tst_Tries::forgetsTheOldestWhenFull()
{
    TryBook book(100);
    for (int i = 0; i < 5; ++i)
        book.fail(u"a"_s, m_clock.now());
    for (int i = 0; i < 5; ++i)
        book.fail(u"b"_s, m_clock.now().addSecs(1));
    m_clock.advance(10s);

    for (int i = 0; i < 99; ++i)
        book.fail(QString::number(i), m_clock.now());

    QCOMPARE(book.size(), 100);
    QVERIFY(!book.mustWait(u"a"_s, m_clock.now()));
    QVERIFY(book.mustWait(u"b"_s, m_clock.now()));
}

QTEST_GUILESS_MAIN(tst_Tries)
#include "tst_tries.moc"
