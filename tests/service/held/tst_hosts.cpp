// SPDX-License-Identifier: Apache-2.0
#include "app/service/held/hosts.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::held;

class tst_Hosts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void areTheAgencysOwn_data();
    void areTheAgencysOwn();
    void allowNothingWhereThereAreNone();
    void areWrittenPlainly_data();
    void areWrittenPlainly();
};

void tst_Hosts::areTheAgencysOwn_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("secure") << u"https://lis.example.com/held?x=1"_s << true;
    QTest::newRow("plain") << u"http://lis.example.com/"_s << true;
    QTest::newRow("capitals") << u"HTTPS://LIS.Example.COM/"_s << true;
    QTest::newRow("its port said") << u"https://lis.example.com:443/"_s << true;
    QTest::newRow("a port of its own") << u"https://lis2.example.com:8443/a"_s << true;
    QTest::newRow("six") << u"https://[2001:db8::1]/a"_s << true;
    QTest::newRow("another port") << u"https://lis.example.com:22/"_s << false;
    QTest::newRow("not its own port") << u"https://lis2.example.com/"_s << false;
    QTest::newRow("another host") << u"https://example.org/"_s << false;
    QTest::newRow("a host below") << u"https://a.lis.example.com/"_s << false;
    QTest::newRow("a host above") << u"https://example.com/"_s << false;
    QTest::newRow("a name that begins alike") << u"https://lis.example.com.evil.org/"_s << false;
    QTest::newRow("as a user") << u"https://lis.example.com@evil.org/"_s << false;
    QTest::newRow("with a user") << u"https://a:b@lis.example.com/"_s << false;
    QTest::newRow("in the path") << u"https://evil.org/lis.example.com"_s << false;
    QTest::newRow("a file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("a file there") << u"ftp://lis.example.com/"_s << false;
    QTest::newRow("no host") << u"https:///a"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void tst_Hosts::areTheAgencysOwn()
{
    QFETCH(const QString, url);

    QTEST(isAt(QUrl(url, QUrl::StrictMode), {u"lis.example.com"_s, u"lis2.example.com:8443"_s, u"[2001:db8::1]"_s}),
          "isAllowed");
}

void tst_Hosts::allowNothingWhereThereAreNone() { QVERIFY(!isAt(QUrl(u"https://lis.example.com/"_s), {})); }

void tst_Hosts::areWrittenPlainly_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("name") << u"lis.example.com"_s << true;
    QTest::newRow("name and port") << u"lis.example.com:8443"_s << true;
    QTest::newRow("address") << u"192.0.2.1"_s << true;
    QTest::newRow("six") << u"[2001:db8::1]:443"_s << true;
    QTest::newRow("whole URL") << u"https://lis.example.com"_s << false;
    QTest::newRow("path") << u"lis.example.com/held"_s << false;
    QTest::newRow("user") << u"a@lis.example.com"_s << false;
    QTest::newRow("star") << u"*"_s << false;
    QTest::newRow("port alone") << u":443"_s << false;
    QTest::newRow("no port") << u"lis.example.com:70000"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void tst_Hosts::areWrittenPlainly()
{
    QFETCH(const QString, host);

    QTEST(isHost(host), "isGood");
}

QTEST_GUILESS_MAIN(tst_Hosts)
#include "tst_hosts.moc"
