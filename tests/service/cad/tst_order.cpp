// SPDX-License-Identifier: Apache-2.0
#include "app/service/cad/address.h"
#include "app/service/cad/order.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::cad;

/// What the dispatch system is told.
class tst_Order : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void saysAllThatAUnitMustKnow();
    void leavesOutWhatIsNotKnown();
    void givesTheReadingThatAPersonBelieves();
    void isSignedAsTheReceiverChecksIt();
    void goesOnlyWhereItMay_data();
    void goesOnlyWhereItMay();

private:
    [[nodiscard]] static QDateTime at(int second)
    {
        return QDateTime::fromString(u"2026-01-02T03:50:00.000Z"_s, Qt::ISODateWithMs).addSecs(second);
    }
    [[nodiscard]] static Incident ordered()
    {
        Incident incident;
        apply(incident, CallArrived{{17}, u"01012345678"_s, at(0), {}});
        apply(incident, UnitOrdered{{17}, u"순찰 12"_s, {1}, at(30)});
        return incident;
    }
    [[nodiscard]] static Fix fix(Fix::Source source, double latitude, int second)
    {
        return {.latitude = latitude, .longitude = 124.5, .radius = Metres{12}, .source = source, .at = at(second)};
    }
    [[nodiscard]] static QJsonObject read(const Incident &incident)
    {
        return QJsonDocument::fromJson(bodyOf(incident, 1)).object();
    }
};

void tst_Order::saysAllThatAUnitMustKnow()
{
    Incident incident = ordered();
    apply(incident, KnockHeard{{17}, u"59"_s, {}, false, at(10)});
    apply(incident, Classified{{17}, u"domestic"_s, Priority::Code0, {1}, at(20)});
    apply(incident, CallerLocated{{17}, fix(Fix::Source::Browser, 36.5, 25), at(25)});

    const QJsonObject body = read(incident);

    const QJsonObject expected{{u"version"_s, 1},
                               {u"order"_s, u"17/1"_s},
                               {u"incident"_s, 17},
                               {u"calledAt"_s, u"2026-01-02T03:50:00.000Z"_s},
                               {u"unit"_s, u"순찰 12"_s},
                               {u"orderedAt"_s, u"2026-01-02T03:50:30.000Z"_s},
                               {u"callerNumber"_s, u"01012345678"_s},
                               {u"cannotSpeak"_s, true},
                               {u"contactUnsafe"_s, true},
                               {u"priority"_s, 0},
                               {u"category"_s, u"domestic"_s},
                               {u"location"_s,
                                QJsonObject{{u"latitude"_s, 36.5},
                                            {u"longitude"_s, 124.5},
                                            {u"radius"_s, 12},
                                            {u"source"_s, u"browser"_s},
                                            {u"at"_s, u"2026-01-02T03:50:25.000Z"_s},
                                            {u"ageSeconds"_s, 5},
                                            {u"promoted"_s, false}}}};
    QCOMPARE(body, expected);
    QCOMPARE(keyOf({17}, 1), "17/1");
}

void tst_Order::leavesOutWhatIsNotKnown()
{
    Incident incident = ordered();
    const QJsonObject body = read(incident);
    QVERIFY(!body.contains("priority"_L1));
    QVERIFY(!body.contains("category"_L1));
    QVERIFY(!body.contains("location"_L1));
    QVERIFY(!body["cannotSpeak"_L1].toBool(true));

    Fix cell = fix(Fix::Source::Cell, 36, 0);
    cell.radius = Metres{0};
    apply(incident, CallerLocated{{17}, cell, at(1)});
    QVERIFY(!read(incident)["location"_L1].toObject().contains("radius"_L1));
}

void tst_Order::givesTheReadingThatAPersonBelieves()
{
    Incident incident = ordered();
    apply(incident, CallerLocated{{17}, fix(Fix::Source::Browser, 36, 5), at(5)});
    apply(incident, CallerLocated{{17}, fix(Fix::Source::Aml, 37, 20), at(20)});
    apply(incident, CallerLocated{{17}, fix(Fix::Source::Browser, 35, 1), at(21)}); // an old one that came late
    QCOMPARE(read(incident)["location"_L1].toObject()["latitude"_L1].toDouble(), 37);

    apply(incident, FixPromoted{{17}, Fix::Source::Browser, {1}, at(25)});

    const QJsonObject location = read(incident)["location"_L1].toObject();
    QCOMPARE(location["latitude"_L1].toDouble(), 36);
    QVERIFY(location["promoted"_L1].toBool());
}

// By hand: printf '1767325830.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
void tst_Order::isSignedAsTheReceiverChecksIt()
{
    QCOMPARE(signatureOf("{}", "0123456789abcdef", at(30)),
             "t=1767325830,v1=6b2d927bd2ce922c59a70db274948faa2edf62fd0dd448fa9bb28d46478bc2ba");
    QVERIFY(signatureOf("{}", "0123456789abcdef", at(30)) != signatureOf("{ }", "0123456789abcdef", at(30)));
}

void tst_Order::goesOnlyWhereItMay_data()
{
    QTest::addColumn<bool>("may");
    QTest::newRow("https://cad.example/orders") << true;
    QTest::newRow("https://192.0.2.7:8443") << true;
    QTest::newRow("http://localhost:80/x") << true;
    QTest::newRow("http://[::1]:80/x") << true;
    QTest::newRow("http://localhost.example/") << false;
    QTest::newRow("http://cad.example/orders") << false;
    QTest::newRow("https://user:secret@cad.example/") << false;
    QTest::newRow("https://cad.example/#part") << false;
    QTest::newRow("https:///orders") << false;
    QTest::newRow("ftp://cad.example/") << false;
}

void tst_Order::goesOnlyWhereItMay()
{
    QFETCH(const bool, may);
    QCOMPARE(isAddress(QUrl(QString::fromLatin1(QTest::currentDataTag()), QUrl::StrictMode)), may);
}

QTEST_GUILESS_MAIN(tst_Order)
#include "tst_order.moc"
