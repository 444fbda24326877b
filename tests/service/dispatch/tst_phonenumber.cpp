// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/phonenumber.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::dispatch;

class tst_PhoneNumber : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void isTheSameHoweverItIsWritten_data();
    void isTheSameHoweverItIsWritten();
    void followsTheCountry();
};

void tst_PhoneNumber::isTheSameHoweverItIsWritten_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("expected");
    QTest::newRow("national") << u"01012345678"_s << u"821012345678"_s;
    QTest::newRow("with hyphens") << u"010-1234-5678"_s << u"821012345678"_s;
    QTest::newRow("with the country") << u"+821012345678"_s << u"821012345678"_s;
    QTest::newRow("with blanks") << u"+82 10 1234 5678"_s << u"821012345678"_s;
    QTest::newRow("dialled from abroad") << u"00821012345678"_s << u"821012345678"_s;
    QTest::newRow("without the plus") << u"821012345678"_s << u"821012345678"_s;
    QTest::newRow("with the country and the zero") << u"+8201012345678"_s << u"821012345678"_s;
    QTest::newRow("abroad, country and zero") << u"008201012345678"_s << u"821012345678"_s;
    QTest::newRow("of another country") << u"+33612345678"_s << u"33612345678"_s;
    QTest::newRow("a landline") << u"02-123-4567"_s << u"8221234567"_s;
    QTest::newRow("withheld") << QString() << QString();
    QTest::newRow("a service") << u"112"_s << QString();
    QTest::newRow("an extension") << u"4711"_s << QString();
    QTest::newRow("a name") << u"anonymous"_s << QString();
    QTest::newRow("endless") << QString(21, u'1') << QString();
    QTest::newRow("zeros") << u"0000"_s << QString();
    QTest::newRow("other digits") << u"٠١٢٣٤٥٦٧٨٩"_s << QString();
}

void tst_PhoneNumber::isTheSameHoweverItIsWritten()
{
    QFETCH(const QString, number);

    QTEST(comparable(number, u"82"_s), "expected");
}

void tst_PhoneNumber::followsTheCountry()
{
    QCOMPARE(comparable(u"06 12 34 56 78"_s, u"33"_s), comparable(u"+33 6 12 34 56 78"_s, u"33"_s));
    QVERIFY(comparable(u"0612345678"_s, u"33"_s) != comparable(u"0612345678"_s, u"82"_s));
}

QTEST_GUILESS_MAIN(tst_PhoneNumber)
#include "tst_phonenumber.moc"
