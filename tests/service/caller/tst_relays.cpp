// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/relays.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::caller;
using knock::test::ManualClock;

class tst_Relays : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void letsInForAnHour();
    void areNoneUnlessSet();
    void knowsAnAddress_data();
    void knowsAnAddress();
};

void tst_Relays::letsInForAnHour()
{
    const ManualClock clock;
    const QString other = u"turn:192.0.2.7:3478"_s;

    const auto relays = relaysFor({u"turns:turn.example:443?transport=tcp"_s, other}, "secret", clock.now());

    QCOMPARE(relays.size(), 2);
    QCOMPARE(relays[0].url, u"turns:turn.example:443?transport=tcp"_s);
    QCOMPARE(relays[1].url, other);
    // printf 1767328800 | openssl dgst -sha1 -hmac secret -binary | base64, for the time of this clock
    QCOMPARE(relays[1].user, u"1767328800"_s);
    QCOMPARE(relays[1].password, u"39nEkLtfGzABKOTGt0bD/pU4x50="_s);
}

void tst_Relays::areNoneUnlessSet() { QVERIFY(relaysFor({}, {}, ManualClock().now()).empty()); }

void tst_Relays::knowsAnAddress_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isAddress");
    QTest::newRow("usual") << u"turns:turn.example:443?transport=tcp"_s << true;
    QTest::newRow("short") << u"turn:turn.example"_s << true;
    QTest::newRow("version 6") << u"turn:[2001:db8::1]:3478?transport=udp"_s << true;
    QTest::newRow("STUN") << u"stun:turn.example"_s << false;
    QTest::newRow("as a web address") << u"turn://turn.example"_s << false;
    QTest::newRow("user") << u"turn:me@turn.example"_s << false;
    QTest::newRow("another transport") << u"turn:turn.example?transport=sctp"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void tst_Relays::knowsAnAddress()
{
    QFETCH(const QString, url);

    QTEST(isRelay(url), "isAddress");
}

QTEST_GUILESS_MAIN(tst_Relays)
#include "tst_relays.moc"
