// SPDX-License-Identifier: Apache-2.0
#include "app/core/clock.h"
#include "app/service/telephony/voice/soundkey.h"
#include "app/service/web/certificate.h"
#include "tests/service/telephony/telephonefixture.h"

#include <QNetworkDatagram>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslSocket>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::telephony::Configuration;
using knock::telephony::soundKeyIn;
using knock::test::SipPeer;

using Transport = SipPeer::Transport;

/// The ways a call may come, and how many may come that way.
class tst_CallWays : public test::TelephoneFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { end(); }

    void comesOverTls();
    void showsANewCertificateWhenItIsTold();
    void comesWithoutTlsIfThereIsNoCertificate();
    void comesOverIpv6_data();
    void comesOverIpv6();

    void readsAKey_data();
    void readsAKey();
    void agreesOnAKey_data();
    void agreesOnAKey();
    void refusesKeysItCannotUse();
    void dropsBrokenPackets();
    void goesOnUnencrypted();

    void pressesInAnotherClock_data();
    void pressesInAnotherClock();

    void isOneOfTooMany();
    void isOneOfTooManyAtOnce();
    void comesFromANameNobodyKnows();

private:
    QString m_certificate = m_folder.filePath(u"certificate.pem"_s);
    QString m_key = m_folder.filePath(u"key.pem"_s);
};

namespace {

const QByteArray key = QByteArray(30, 'k').toBase64();

QByteArray encrypted(const SipPeer &peer, const QByteArray &cryptos)
{
    return peer.offer("0 96").replace("RTP/AVP", "RTP/SAVP") + cryptos;
}

} // namespace

void tst_CallWays::initTestCase()
{
    QVERIFY(web::ensureCertificate(m_certificate, m_key, {u"127.0.0.1"_s}, WallClock()));
}

void tst_CallWays::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!Dropped [^0-9]*: [0-9]+$)"_s));
    begin({.port = 0});
}

void tst_CallWays::comesOverTls()
{
    begin({.port = 0, .tlsPort = quint16(0), .certificateFile = m_certificate, .keyFile = m_key});
    QVERIFY(m_telephony->tlsPort() != 0);
    SipPeer peer(Transport::Tls, m_telephony->tlsPort());

    QVERIFY(call(peer));
    peer.press(5);

    QVERIFY(m_seat->wait<Pressed>());
    m_seat->release();
    QVERIFY(!peer.wait("BYE").isEmpty());
}

void tst_CallWays::showsANewCertificateWhenItIsTold()
{
    const QString certificate = m_folder.filePath(u"own/certificate.pem"_s);
    const QString ownKey = m_folder.filePath(u"own/key.pem"_s);
    QVERIFY(web::ensureCertificate(certificate, ownKey, {u"127.0.0.1"_s}, WallClock()));
    begin({.port = 0, .tlsPort = quint16(0), .certificateFile = certificate, .keyFile = ownKey});
    const auto shown = [this] {
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, m_telephony->tlsPort());
        return QTest::qWaitFor([&socket] { return socket.isEncrypted(); }) ? socket.peerCertificate().serialNumber()
                                                                           : QByteArray();
    };
    const QByteArray before = shown();
    QVERIFY(!before.isEmpty());

    QVERIFY(QFile::remove(certificate));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Calls over TLS go on with the certificate as it was"_s));
    m_telephony->reloadCertificate();
    QCOMPARE(shown(), before);

    QVERIFY(QFile::remove(ownKey));
    QVERIFY(web::ensureCertificate(certificate, ownKey, {u"127.0.0.1"_s}, WallClock()));
    m_telephony->reloadCertificate();
    QTRY_VERIFY(shown() != before);
    SipPeer peer(Transport::Tls, m_telephony->tlsPort());
    QVERIFY(call(peer));
}

void tst_CallWays::comesWithoutTlsIfThereIsNoCertificate()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^No calls over TLS"_s));
    begin({.port = 0, .tlsPort = quint16(0), .certificateFile = m_key, .keyFile = m_folder.filePath(u"none"_s)});

    QCOMPARE(m_telephony->tlsPort(), quint16(0));
    SipPeer peer(Transport::Tcp, m_telephony->port());
    QVERIFY(call(peer));
}

void tst_CallWays::comesOverIpv6_data() { transports(); }

void tst_CallWays::comesOverIpv6()
{
    QFETCH(const Transport, transport);
    begin({.address = QHostAddress(QHostAddress::LocalHostIPv6), .port = 0});
    SipPeer peer(transport, m_telephony->port(), QHostAddress(QHostAddress::LocalHostIPv6));

    QVERIFY(call(peer));
    peer.press(5);

    QVERIFY(m_seat->wait<Pressed>());
    QTRY_VERIFY_WITH_TIMEOUT(!peer.heard.empty(), 20'000);
    m_seat->release();
    QVERIFY(!peer.wait("BYE").isEmpty());
}

void tst_CallWays::readsAKey_data()
{
    QTest::addColumn<QByteArray>("attribute");
    QTest::addColumn<bool>("isUsable");
    const QByteArray plain = "1 AES_CM_128_HMAC_SHA1_80 inline:" + key;
    QTest::newRow("long tag") << plain << true;
    QTest::newRow("short tag") << "2 AES_CM_128_HMAC_SHA1_32 inline:" + key << true;
    QTest::newRow("lifetime") << plain + "|2^31" << true;
    QTest::newRow("window size") << plain + " WSH=64" << true;
    QTest::newRow("key identifier") << plain + "|2^20|1:4" << false;
    QTest::newRow("unencrypted") << plain + " UNENCRYPTED_SRTP" << false;
    QTest::newRow("other suite") << "1 F8_128_HMAC_SHA1_80 inline:" + key << false;
    QTest::newRow("short key") << "1 AES_CM_128_HMAC_SHA1_80 inline:" + key.first(20) << false;
    QTest::newRow("long key") << plain + "A" << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void tst_CallWays::readsAKey()
{
    QFETCH(const QByteArray, attribute);
    QFETCH(const bool, isUsable);

    const auto found = soundKeyIn(attribute);

    QCOMPARE(found.has_value(), isUsable);
    QVERIFY(!found || found->key == QByteArray(30, 'k'));
}

void tst_CallWays::agreesOnAKey_data() { transports(); }

void tst_CallWays::agreesOnAKey()
{
    QFETCH(const Transport, transport);
    SipPeer peer(transport, m_telephony->port());

    peer.invite({},
                encrypted(peer,
                          "a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:" + key
                              + "\r\na=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:" + key + "\r\n"));
    m_seat->answer();

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(answer.contains("RTP/SAVP 0 96\r\n"));
    QVERIFY(answer.contains("\r\na=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:"));
    QVERIFY(!answer.contains(key));
    peer.acknowledge();
    // 4 bytes of authentication behind the 20 ms.
    QTRY_VERIFY_WITH_TIMEOUT(!peer.heard.empty(), 20'000);
    QCOMPARE(peer.heard.front().payload.size(), 160 + 4);
}

void tst_CallWays::refusesKeysItCannotUse()
{
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite({}, encrypted(peer, {}));

    QVERIFY(!peer.wait("SIP/2.0 488").isEmpty());
}

void tst_CallWays::dropsBrokenPackets()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, encrypted(peer, "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "\r\n")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped an encrypted packet that is broken"_s));

    peer.press(5);
    peer.sendRtp("\x80");
    peer.request("INFO", "Content-Type: application/dtmf\r\n", "7");

    QVERIFY(m_seat->wait<Pressed>());
    QCOMPARE(m_seat->keys(), u"7"_s);
}

void tst_CallWays::goesOnUnencrypted()
{
    SipPeer peer(Transport::Udp, m_telephony->port());
    QVERIFY(call(peer, encrypted(peer, "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "\r\n")));

    peer.invite();

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(answer.contains("RTP/AVP"));
    QVERIFY(!answer.contains("crypto"));
    peer.acknowledge();
    peer.press(5);
    QVERIFY(m_seat->wait<Pressed>());
}

void tst_CallWays::pressesInAnotherClock_data()
{
    QTest::addColumn<QByteArray>("clock");
    QTest::newRow("16 kHz") << "16000"_ba;
    QTest::newRow("48 kHz") << "48000"_ba;
}

void tst_CallWays::pressesInAnotherClock()
{
    QFETCH(const QByteArray, clock);
    SipPeer peer(Transport::Udp, m_telephony->port());
    const QByteArray description = peer.offer("0 96 111") + "a=rtpmap:111 telephone-event/" + clock + "\r\n";

    peer.invite({}, description);
    m_seat->answer();

    const QByteArray answer = peer.wait("SIP/2.0 200");
    QVERIFY(answer.contains("a=rtpmap:111 telephone-event/" + clock));
    QVERIFY(answer.contains("a=rtpmap:96 telephone-event/8000"));
    peer.acknowledge();
    peer.keyType = 111;
    peer.press(5);
    QVERIFY(m_seat->wait<Pressed>());
    QCOMPARE(m_seat->all<Pressed>().front().carrier, Carrier::Event);
}

void tst_CallWays::isOneOfTooMany()
{
    begin({.port = 0, .mostLinesOfSource = 1});
    SipPeer first(Transport::Udp, m_telephony->port());
    SipPeer second(Transport::Tcp, m_telephony->port());
    QVERIFY(call(first));

    second.invite();

    QVERIFY(second.wait("SIP/2.0 503").contains("Retry-After"));
    first.request("BYE");
    QVERIFY(m_seat->wait<LineWentAway>());
    QVERIFY(call(second));
}

void tst_CallWays::isOneOfTooManyAtOnce()
{
    begin({.port = 0, .mostNewLinesOfSource = 0});
    SipPeer peer(Transport::Udp, m_telephony->port());

    peer.invite();

    QVERIFY(peer.wait("SIP/2.0 503").contains("Retry-After"));
    QVERIFY(m_seat->inputs.empty());
}

void tst_CallWays::comesFromANameNobodyKnows()
{
    QUdpSocket deadServer;
    QVERIFY(deadServer.bind(QHostAddress::LocalHost));
    begin({.port = 0, .nameServers = {{QHostAddress(QHostAddress::LocalHost), deadServer.localPort()}}});
    SipPeer peer(Transport::Udp, m_telephony->port());
    peer.contact = "sip:caller@nobody.invalid";
    QVERIFY(call(peer));

    m_seat->release();

    QVERIFY(m_seat->wait<LineWentAway>());
    QCOMPARE(m_seat->all<LineWentAway>().front().how, LineEnd::Released);
    QTRY_VERIFY_WITH_TIMEOUT(deadServer.hasPendingDatagrams(), 20'000);
    QVERIFY(deadServer.receiveDatagram().data().contains("nobody"));
    SipPeer next(Transport::Udp, m_telephony->port());
    QVERIFY(call(next));
    QElapsedTimer time;
    time.start();
    end();
    QVERIFY(time.elapsed() < 10'000);
}

QTEST_GUILESS_MAIN(tst_CallWays)
#include "tst_callways.moc"
