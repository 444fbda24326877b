// SPDX-License-Identifier: Apache-2.0
#include "tests/service/place/places.h"
#include "tests/service/telephony/telephonefixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::test::circle;
using knock::test::device;
using knock::test::presence;
using knock::test::SipPeer;

/// Calls that say where they come from, rightly and wrongly.
class tst_CallPlaces : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { end(); }

    void tellsWhereACallComesFrom_data() { transports(); }
    void tellsWhereACallComesFrom();
    void takesTheCallWhateverItsPlace_data();
    void takesTheCallWhateverItsPlace();
    void takesACallThatBringsOnlyAPlace();
    void hearsWhereTheCallerHasGone();
    void tellsWhoCanBeAsked();

private:
    [[nodiscard]] QList<double> radii() const
    {
        QList<double> all;
        for (const LocatedByCall &located : m_seat->all<LocatedByCall>())
            all << located.fix.radius.value;
        return all;
    }
};

namespace {

constexpr char mixed[] = "Content-Type: multipart/mixed;boundary=b\r\n";

QByteArray part(const QByteArray &type, const QByteArray &content, const QByteArray &more = {})
{
    return "--b\r\nContent-Type: " + type + "\r\n" + more + "\r\n" + content + "\r\n";
}

QByteArray place(const QByteArray &radius, const QByteArray &id = "a@b")
{
    return part("application/pidf+xml", presence(device(circle("36.5 124.5", radius))), "Content-ID: <" + id + ">\r\n");
}

} // namespace

void tst_CallPlaces::init()
{
    QTest::failOnWarning();
    begin({.port = 0});
}

void tst_CallPlaces::tellsWhereACallComesFrom()
{
    QFETCH(const SipPeer::Transport, transport);
    SipPeer peer(transport, m_telephony->port());

    peer.invite(mixed + "Geolocation: <cid:a@b>;routing-allowed=yes\r\nGeolocation-Routing: yes\r\n"_ba,
                part("application/sdp", peer.offer()) + place("50") + "--b--\r\n");

    QVERIFY(!peer.wait("SIP/2.0 180").isEmpty());
    QVERIFY(m_seat->wait<LocatedByCall>());
    QVERIFY(std::holds_alternative<Rang>(m_seat->inputs.front()));
    const LocatedByCall located = m_seat->all<LocatedByCall>().front();
    const Fix expected{.latitude = 36.5,
                       .longitude = 124.5,
                       .radius = Metres{50},
                       .source = Fix::Source::Sip,
                       .at = QDateTime::fromString(u"2007-06-22T20:57:29Z"_s, Qt::ISODate)};
    QCOMPARE(located.line, m_seat->line());
    QCOMPARE(located.fix, expected);
}

void tst_CallPlaces::takesTheCallWhateverItsPlace_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("places"); // the parts beside the sound
    QTest::addColumn<QList<double>>("told"); // radii; the one to believe comes last
    QTest::addColumn<bool>("warns");
    const QByteArray unreadable = part("application/pidf+xml", "<presence><oops", "Content-ID: <a@b>\r\n");
    const QByteArray here = "Geolocation: <cid:a@b>\r\n";
    QTest::newRow("none") << ""_ba << ""_ba << QList<double>() << false;
    QTest::newRow("no header") << ""_ba << place("50") << QList<double>{50} << false;
    QTest::newRow("two documents") << "Geolocation: <cid:a@b>, <cid:c@d>\r\n"_ba << place("1") + place("2", "c@d")
                                   << QList<double>{2, 1} << false;
    QTest::newRow("two in one document") << here
                                         << part(
                                                "application/pidf+xml",
                                                presence(device(circle("36 124", "1")) + device(circle("36 124", "2"))),
                                                "Content-ID: <a@b>\r\n")
                                         << QList<double>{2, 1} << false;
    QTest::newRow("two headers") << here + "Geolocation: <cid:c@d>\r\n"
                                 << place("1") + place("2", "c@d") << QList<double>{2, 1} << false;
    QTest::newRow("garbled") << here << unreadable << QList<double>() << true;
    QTest::newRow("one of two garbled") << here << unreadable + place("7", "c@d") << QList<double>{7} << true;
    QTest::newRow("named but not there") << "Geolocation: <cid:nobody@b>\r\n"_ba << place("7") << QList<double>{7}
                                         << true;
    QTest::newRow("header of noise") << "Geolocation: <<<;;\"\r\n"_ba << place("7") << QList<double>{7} << false;
    QTest::newRow("elsewhere") << "Geolocation: <https://lis.example.com/held?x=1>\r\n"_ba << ""_ba << QList<double>()
                               << false;
    QTest::newRow("an address") << here
                                << part("application/pidf+xml", presence(device("<cl:civicAddress/>")),
                                        "Content-ID: <a@b>\r\n")
                                << QList<double>() << false;
    QTest::newRow("without end") << ""_ba << place("7").chopped(30) << QList<double>() << true;
}

void tst_CallPlaces::takesTheCallWhateverItsPlace()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, places);
    QFETCH(const bool, warns);
    if (warns)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a location in a call that cannot be used"_s));
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());

    peer.invite(mixed + headers, part("application/sdp", peer.offer()) + places + "--b--\r\n");
    m_seat->answer();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    peer.acknowledge();
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QTEST(radii(), "told");
}

void tst_CallPlaces::takesACallThatBringsOnlyAPlace()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());

    peer.invite("Content-Type: application/pidf+xml\r\nContent-ID: <a@b>\r\nGeolocation: <cid:a@b>\r\n",
                presence(device(circle("36.5 124.5", "50"))));
    m_seat->answer();

    QVERIFY(peer.wait("SIP/2.0 200").contains("m=audio"));
    peer.acknowledge(peer.offer());
    QVERIFY(m_seat->wait<LocatedByCall>());
    QCOMPARE(radii(), QList<double>{50});
}

void tst_CallPlaces::hearsWhereTheCallerHasGone()
{
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());
    const auto moved = [&peer](const QByteArray &radius) {
        peer.invite(mixed, part("application/sdp", peer.offer()) + place(radius) + "--b--\r\n");
        const bool isTaken = !peer.wait("SIP/2.0 200").isEmpty();
        peer.acknowledge();
        return isTaken;
    };
    QVERIFY(call(peer));

    QVERIFY(moved("50"));
    QVERIFY(moved("50"));
    QVERIFY(moved("20"));

    QVERIFY(m_seat->wait<LocatedByCall>(2));
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(radii(), (QList<double>{50, 20}));
}

void tst_CallPlaces::tellsWhoCanBeAsked()
{
    const auto link = [](int n) { return "<https://lis.example.com/held?x=" + QByteArray::number(n) + ">"; };
    SipPeer peer(SipPeer::Transport::Udp, m_telephony->port());

    peer.invite("Geolocation: " + link(1) + ", <sip:lis@example.com>, " + link(1) + "\r\nGeolocation: " + link(2)
                + ", <http://lis.example.com/>, " + link(3) + ", " + link(4) + "\r\n");
    m_seat->answer();

    QVERIFY(!peer.wait("SIP/2.0 200").isEmpty());
    QVERIFY(m_seat->wait<PlaceReferred>(4));
    QVERIFY(std::holds_alternative<Rang>(m_seat->inputs.front()));
    peer.acknowledge();
    peer.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QList<QUrl> told;
    for (const PlaceReferred &referred : m_seat->all<PlaceReferred>())
        told << referred.at;
    const QList<QUrl> expected{QUrl(u"https://lis.example.com/held?x=1"_s), QUrl(u"https://lis.example.com/held?x=2"_s),
                               QUrl(u"http://lis.example.com/"_s), QUrl(u"https://lis.example.com/held?x=3"_s)};
    QCOMPARE(told, expected);
}

QTEST_GUILESS_MAIN(tst_CallPlaces)
#include "tst_callplaces.moc"
