// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/number.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::telephony;

class tst_Number : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isFoundInAnAddress_data();
    void isFoundInAnAddress();
};

void tst_Number::isFoundInAnAddress_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("number");
    QTest::newRow("sip user") << "<sip:01012345678@10.0.0.1>"_ba << u"01012345678"_s;
    QTest::newRow("bare") << "sip:01012345678@10.0.0.1;user=phone"_ba << u"01012345678"_s;
    QTest::newRow("sips") << "<sips:112@a.example>"_ba << u"112"_s;
    QTest::newRow("international") << "\"Kim\" <tel:+82-10-1234-5678>"_ba << u"+821012345678"_s;
    QTest::newRow("separators") << "<tel:(02)123.4567>"_ba << u"021234567"_s;
    QTest::newRow("context") << "<tel:0212345;phone-context=+82>"_ba << u"0212345"_s;
    QTest::newRow("user parameters") << "<sip:01012345678;cpc=emergency@a.example>"_ba << u"01012345678"_s;
    QTest::newRow("escaped") << "<sip:%30101%32345678@a.example>"_ba << u"01012345678"_s;
    QTest::newRow("upper case scheme") << "<SIP:0101234@a.example>"_ba << u"0101234"_s;
    QTest::newRow("brackets in the name") << "\"<tel:999>\\\"\" <tel:0101234>"_ba << u"0101234"_s;
    QTest::newRow("anonymous") << "\"Anonymous\" <sip:anonymous@anonymous.invalid>"_ba << QString();
    QTest::newRow("host alone") << "<sip:10.0.0.1>"_ba << QString();
    QTest::newRow("no digits") << "<tel:+>"_ba << QString();
    QTest::newRow("plus inside") << "<tel:010+1234>"_ba << QString();
    QTest::newRow("too short") << "<tel:12>"_ba << QString();
    QTest::newRow("too long") << "<tel:" + QByteArray(21, '1') + ">" << QString();
    QTest::newRow("endless") << "<tel:" + QByteArray(100'000, '1') + ">" << QString();
    QTest::newRow("web") << "<http://0101234>"_ba << QString();
    QTest::newRow("not closed") << "<tel:0101234"_ba << QString();
    QTest::newRow("quote not closed") << "\"<tel:0101234>"_ba << QString();
    QTest::newRow("quote ends in an escape") << "\"\\"_ba << QString();
    QTest::newRow("nul") << "<tel:010\0001234>"_ba << QString();
    QTest::newRow("nothing") << QByteArray() << QString();
}

void tst_Number::isFoundInAnAddress()
{
    QFETCH(QByteArray, address);

    QTEST(numberIn(address), "number");
}

QTEST_GUILESS_MAIN(tst_Number)
#include "tst_number.moc"
