// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/number.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::sms;

class tst_SmsNumber : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isDialledAsDigits_data();
    void isDialledAsDigits();
    void isRefused_data();
    void isRefused();
    void isMasked_data();
    void isMasked();
};

void tst_SmsNumber::isDialledAsDigits_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("expected");

    QTest::newRow("digits") << u"01012345678"_s << u"01012345678"_s;
    QTest::newRow("plus") << u"+821012345678"_s << u"+821012345678"_s;
    QTest::newRow("as people write") << u" +82 (10) 1234-56.78 "_s << u"+821012345678"_s;
    QTest::newRow("shortest") << u"112"_s << u"112"_s;
    QTest::newRow("longest") << u"+123456789012345"_s << u"+123456789012345"_s;
}

void tst_SmsNumber::isDialledAsDigits()
{
    QFETCH(QString, written);
    QFETCH(QString, expected);

    QCOMPARE(dialled(written).value(), expected);
}

void tst_SmsNumber::isRefused_data()
{
    QTest::addColumn<QString>("written");

    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u"   "_s;
    QTest::newRow("too short") << u"12"_s;
    QTest::newRow("too long") << u"1234567890123456"_s;
    QTest::newRow("plus alone") << u"+"_s;
    QTest::newRow("two plus") << u"++82101234"_s;
    QTest::newRow("plus inside") << u"82+101234"_s;
    QTest::newRow("letters") << u"anonymous"_s;
    QTest::newRow("line break") << u"0101234\r\nX-Kannel-To: 5"_s;
    QTest::newRow("second parameter") << u"0101234&to=5"_s;
    QTest::newRow("NUL") << u"0101234"_s + QChar(0);
    QTest::newRow("other digits") << u"٠١٠١٢٣٤"_s;
    QTest::newRow("wide digits") << u"０１０１２３４"_s;
    QTest::newRow("very long") << QString(100'000, u'-') + u"01012345678"_s;
}

void tst_SmsNumber::isRefused()
{
    QFETCH(QString, written);

    const Result<QString> number = dialled(written);

    QVERIFY(!number);
    QCOMPARE(number.error().kind, Error::Kind::Malformed);
    // The detail goes to the log, where no number may stand.
    QVERIFY(!number.error().detail.contains("0101234"_L1));
}

void tst_SmsNumber::isMasked_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("expected");

    QTest::newRow("mobile") << u"01012345678"_s << u"*********78"_s;
    QTest::newRow("four") << u"1234"_s << u"**34"_s;
    QTest::newRow("three") << u"112"_s << u"***"_s;
    QTest::newRow("nothing") << QString() << QString();
}

void tst_SmsNumber::isMasked()
{
    QFETCH(QString, number);
    QFETCH(QString, expected);

    QCOMPARE(masked(number), expected);
}

QTEST_GUILESS_MAIN(tst_SmsNumber)
#include "tst_smsnumber.moc"
