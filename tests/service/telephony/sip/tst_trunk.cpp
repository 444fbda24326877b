// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/trunk.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::telephony;

/// How the exchange is named by which calls go out.
class tst_Trunk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void addressesANumber_data();
    void addressesANumber();
    void refusesOtherAddresses_data();
    void refusesOtherAddresses();
    void dialsOnlyNumbers_data();
    void dialsOnlyNumbers();
    void knowsAnAddressFromAName_data();
    void knowsAnAddressFromAName();
};

void tst_Trunk::addressesANumber_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("name") << u"sip:pbx.example"_s << "sip:0105555@pbx.example"_ba;
    QTest::newRow("port") << u"sip:pbx.example:5080"_s << "sip:0105555@pbx.example:5080"_ba;
    QTest::newRow("transport") << u"sip:10.0.0.1;transport=tcp"_s << "sip:0105555@10.0.0.1;transport=tcp"_ba;
    QTest::newRow("IPv6") << u"sip:[2001:db8::1]:5070;transport=udp"_s
                          << "sip:0105555@[2001:db8::1]:5070;transport=udp"_ba;
}

void tst_Trunk::addressesANumber()
{
    QFETCH(const QString, uri);

    const Result<Trunk> trunk = Trunk::parse(uri);

    QVERIFY(trunk);
    QVERIFY(trunk->exists());
    QTEST(trunk->addressOf(u"0105555"_s).value_or(QByteArray()), "address");
}

void tst_Trunk::refusesOtherAddresses_data()
{
    QTest::addColumn<QString>("uri");
    QTest::newRow("nothing") << QString();
    QTest::newRow("host alone") << u"pbx.example"_s;
    QTest::newRow("user") << u"sip:me@pbx.example"_s;
    QTest::newRow("sips") << u"sips:pbx.example"_s;
    QTest::newRow("line") << u"sip:pbx.example\r\nVia: x"_s;
    QTest::newRow("bracket") << u"sip:pbx.example>"_s;
    QTest::newRow("headers") << u"sip:pbx.example?Subject=x"_s;
}

void tst_Trunk::refusesOtherAddresses()
{
    QFETCH(const QString, uri);

    const Result<Trunk> trunk = Trunk::parse(uri);

    QVERIFY(!trunk);
    QCOMPARE(trunk.error().kind, Error::Kind::Malformed);
}

void tst_Trunk::dialsOnlyNumbers_data()
{
    QTest::addColumn<QString>("number");
    QTest::newRow("nothing") << QString();
    QTest::newRow("name") << u"kim"_s;
    QTest::newRow("another host") << u"112@evil.example"_s;
    QTest::newRow("line") << u"112\r\nX: y"_s;
    QTest::newRow("format") << u"%s%n"_s;
    QTest::newRow("long") << QString(21, u'1');
    QTest::newRow("digits of another script") << u"١١٢"_s;
}

void tst_Trunk::dialsOnlyNumbers()
{
    QFETCH(const QString, number);
    const Trunk trunk{.host = u"pbx.example"_s};

    const Result<QByteArray> address = trunk.addressOf(number);

    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Malformed);
}

void tst_Trunk::knowsAnAddressFromAName_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("address");
    QTest::newRow("name") << u"pbx.example:5060"_s << QString();
    QTest::newRow("IPv4") << u"10.0.0.1"_s << u"10.0.0.1"_s;
    QTest::newRow("IPv4 and port") << u"10.0.0.1:5080"_s << u"10.0.0.1"_s;
    QTest::newRow("IPv6") << u"[2001:db8::1]"_s << u"2001:db8::1"_s;
    QTest::newRow("IPv6 and port") << u"[2001:db8::1]:5080"_s << u"2001:db8::1"_s;
}

void tst_Trunk::knowsAnAddressFromAName()
{
    QFETCH(const QString, host);
    const Trunk trunk{.host = host};

    QTEST(trunk.address().value_or(QHostAddress()).toString(), "address");
}

QTEST_GUILESS_MAIN(tst_Trunk)
#include "tst_trunk.moc"
