// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/infokey.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::telephony;

class tst_InfoKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void isNamed_data();
    void isNamed();
    void isMissing_data();
    void isMissing();
};

void tst_InfoKey::isNamed_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QChar>("key");

    const auto relay = "application/dtmf-relay"_ba;
    QTest::newRow("relay") << relay << "Signal=5\r\nDuration=160\r\n"_ba << QChar(u'5');
    QTest::newRow("blanks") << relay << "Signal= 9 \r\nDuration= 250\r\n"_ba << QChar(u'9');
    QTest::newRow("the other order") << relay << "Duration=160\r\nSignal=0\r\n"_ba << QChar(u'0');
    QTest::newRow("no last line end") << relay << "Signal=*"_ba << QChar(u'*');
    QTest::newRow("lower case") << relay << "signal=a\nduration=100\n"_ba << QChar(u'A');
    QTest::newRow("star by number") << relay << "Signal=10\r\nDuration=160\r\n"_ba << QChar(u'*');
    QTest::newRow("hash by number") << relay << "Signal=11\r\n"_ba << QChar(u'#');
    QTest::newRow("plain") << "application/dtmf"_ba << "7"_ba << QChar(u'7');
    QTest::newRow("plain, a line") << "Application/DTMF"_ba << "#\r\n"_ba << QChar(u'#');
    QTest::newRow("plain, by number") << "application/dtmf"_ba << "15"_ba << QChar(u'D');
}

void tst_InfoKey::isNamed()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);

    const Result<QChar> key = keyInInfo(type, body);

    QVERIFY2(key, key ? "" : qPrintable(key.error().detail));
    QTEST(*key, "key");
}

void tst_InfoKey::isMissing_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Error::Kind>("why");

    const auto relay = "application/dtmf-relay"_ba;
    QTest::newRow("no signal") << relay << "Duration=160\r\n"_ba << Error::Kind::Malformed;
    QTest::newRow("no value") << relay << "Signal=\r\n"_ba << Error::Kind::Malformed;
    QTest::newRow("two keys") << relay << "Signal=55\r\n"_ba << Error::Kind::Malformed;
    QTest::newRow("flash") << relay << "Signal=16\r\n"_ba << Error::Kind::Malformed;
    QTest::newRow("no key") << relay << "Signal=x\r\n"_ba << Error::Kind::Malformed;
    QTest::newRow("long") << relay << QByteArray(100'000, 'S') << Error::Kind::Malformed;
    QTest::newRow("bytes") << "application/dtmf"_ba << QByteArray(1, '\0') << Error::Kind::Malformed;
    QTest::newRow("another type") << "text/plain"_ba << "Signal=5"_ba << Error::Kind::Refused;
}

void tst_InfoKey::isMissing()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);

    const Result<QChar> key = keyInInfo(type, body);

    QVERIFY(!key);
    QTEST(key.error().kind, "why");
}

QTEST_APPLESS_MAIN(tst_InfoKey)
#include "tst_infokey.moc"
