// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/authority.h"
#include "tests/service/web/serverhouse.h"
#include "tests/support/webclient.h"

#include <optional>
#include <QFile>
#include <QSignalSpy>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::web;
using knock::test::Authority;
using knock::test::frame;
using knock::test::trustingTls;
using knock::test::WebClient;

class tst_WebTls final : public knock::test::ServerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void speaksNothingBelowWhatIsWanted();
    void letsInWhoIsKnown_data();
    void letsInWhoIsKnown();
    void asksAgainWhoComesAgain();
    void saysWhichFileIsBroken_data();
    void saysWhichFileIsBroken();
    void readsItsFilesAgain();
    void keepsWhatItHasWhenAFileIsBroken();
    void listensNoMore();

private:
    using Identity = std::optional<Authority::Identity>;
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    Configuration asking(bool demanded = true) const
    {
        Configuration own = configuration();
        own.minimumTls = TlsVersion::Tls13;
        own.clients = {write(u"authority.pem"_s, m_ours.certificate()), {}, demanded};
        return own;
    }
    /// What the server says to somebody with this certificate; nothing when it does not let them in.
    QByteArray answerTo(const Identity &identity, QSsl::SslProtocol protocol = QSsl::TlsV1_3) const;

    Authority m_ours{"Ours"};
    Authority m_others{"Ours"}; // of the same name
};

QByteArray tst_WebTls::answerTo(const Identity &identity, QSsl::SslProtocol protocol) const
{
    WebClient client(0);
    client.socket.abort();
    QSslConfiguration tls = trustingTls();
    tls.setProtocol(protocol);
    if (identity) {
        tls.setLocalCertificate(identity->certificate);
        tls.setPrivateKey(identity->key);
    }
    client.socket.setSslConfiguration(tls);
    client.socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());
    // Over TLS 1.3 its own part of the handshake is over before the server has seen its certificate.
    client.socket.write("GET /name HTTP/1.1\r\nConnection: close\r\n\r\n");
    if (!client.isClosedByServer())
        return "still there";
    return client.socket.isOpen() ? client.socket.readAll() : QByteArray();
}

void tst_WebTls::speaksNothingBelowWhatIsWanted()
{
    Configuration own = configuration();
    own.minimumTls = TlsVersion::Tls13;
    start(own);

    QVERIFY(answerTo({}).endsWith("I am "));
    expectComplaint();
    QCOMPARE(answerTo({}, QSsl::TlsV1_2), QByteArray());
    QVERIFY(serves());
}

void tst_WebTls::letsInWhoIsKnown_data()
{
    const Authority::Identity desk = m_ours.issue("desk-7");
    const Authority::Identity lost = m_ours.issue("desk-8");
    QTest::addColumn<Identity>("identity");
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<bool>("demanded");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isLetIn");
    const QByteArray list = m_ours.list({lost});
    const QByteArray old = m_ours.list({lost}, -1);
    QTest::newRow("ours") << Identity(desk) << QByteArray() << true << QByteArray("desk-7") << true;
    QTest::newRow("ours, asked only") << Identity(desk) << QByteArray() << false << QByteArray("desk-7") << true;
    QTest::newRow("ours, not in the list") << Identity(desk) << list << true << QByteArray("desk-7") << true;
    QTest::newRow("ours, the list is old") << Identity(desk) << old << true << QByteArray("desk-7") << true;
    QTest::newRow("no Latin letters") << Identity(m_ours.issue("데스크 7")) << QByteArray() << true
                                      << QByteArray("데스크 7") << true;
    QTest::newRow("none") << Identity() << QByteArray() << true << QByteArray() << false;
    QTest::newRow("none, asked only") << Identity() << QByteArray() << false << QByteArray() << true;
    QTest::newRow("other authority") << Identity(m_others.issue("desk-7")) << QByteArray() << true << QByteArray()
                                     << false;
    QTest::newRow("other authority, asked only")
        << Identity(m_others.issue("desk-7")) << QByteArray() << false << QByteArray() << false;
    QTest::newRow("revoked") << Identity(lost) << list << true << QByteArray() << false;
    QTest::newRow("revoked, the list is old") << Identity(lost) << old << true << QByteArray() << false;
    QTest::newRow("revoked, asked only") << Identity(lost) << list << false << QByteArray() << false;
    QTest::newRow("no name") << Identity(m_ours.issue({})) << QByteArray() << true << QByteArray() << false;
    QTest::newRow("name with a line break")
        << Identity(m_ours.issue("desk\n7")) << QByteArray() << true << QByteArray() << false;
}

void tst_WebTls::letsInWhoIsKnown()
{
    QFETCH(const Identity, identity);
    QFETCH(const QByteArray, list);
    QFETCH(const bool, demanded);
    QFETCH(const QByteArray, name);
    QFETCH(const bool, isLetIn);
    Configuration own = asking(demanded);
    if (!list.isEmpty())
        own.clients.revokedFile = write(u"revoked.pem"_s, list);
    start(own);
    if (!isLetIn)
        expectComplaint();

    const QByteArray answer = answerTo(identity);

    QCOMPARE(answer.isEmpty(), !isLetIn);
    QVERIFY(!isLetIn || answer.endsWith("\r\n\r\nI am " + name));
    QTRY_COMPARE(m_server->counters().handshakesFailed, isLetIn ? 0 : 1);
}

void tst_WebTls::asksAgainWhoComesAgain()
{
    const Authority::Identity desk = m_ours.issue("desk-7");
    const auto ticketLasts = [this, &desk](Configuration own) {
        own.minimumTls = TlsVersion::Tls12;
        start(own);
        WebClient client(0);
        client.socket.abort();
        QSslConfiguration tls = trustingTls();
        tls.setProtocol(QSsl::TlsV1_2); // which hands out its ticket within the handshake (RFC 5077, 3.3)
        tls.setLocalCertificate(desk.certificate);
        tls.setPrivateKey(desk.key);
        tls.setSslOption(QSsl::SslOptionDisableSessionPersistence, false);
        tls.setSslOption(QSsl::SslOptionDisableSessionTickets, false);
        client.socket.setSslConfiguration(tls);
        client.socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());
        return client.get("/name").contains("I am") ? client.socket.sslConfiguration().sessionTicketLifeTimeHint() : -1;
    };

    QVERIFY(ticketLasts(configuration()) > 0);
    QCOMPARE(ticketLasts(asking()), 0);
}

void tst_WebTls::saysWhichFileIsBroken_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("revoked");
    QTest::addColumn<QString>("says");
    const QString good = configuration().certificateFile;
    const QString key = configuration().keyFile;
    const QString noise = write(u"noise.pem"_s, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const QString none = m_folder.filePath(u"none.pem"_s);
    const QString authority = write(u"authority.pem"_s, m_ours.certificate());
    QTest::newRow("no certificate") << none << key << QString() << QString() << u"The certificate cannot be used"_s;
    QTest::newRow("no certificate in it")
        << noise << key << QString() << QString() << u"The certificate cannot be used"_s;
    QTest::newRow("another's key") << authority << key << QString() << QString() << u"The key cannot be used"_s;
    QTest::newRow("no key in it") << good << good << QString() << QString() << u"The key cannot be used"_s;
    QTest::newRow("no authority") << good << key << none << QString() << u"signed with cannot be used"_s;
    QTest::newRow("no authority in it") << good << key << noise << QString() << u"signed with cannot be used"_s;
    QTest::newRow("no list") << good << key << authority << none << u"revoked client certificates cannot be used"_s;
    QTest::newRow("no list in it") << good << key << authority << good
                                   << u"revoked client certificates cannot be used"_s;
}

void tst_WebTls::saysWhichFileIsBroken()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, key);
    QFETCH(const QString, authority);
    QFETCH(const QString, revoked);
    QFETCH(const QString, says);
    Configuration own = configuration();
    own.certificateFile = certificate;
    own.keyFile = key;
    own.clients = {authority, revoked, true};
    Server server;

    const auto started = server.start(own);

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Broken);
    QVERIFY2(started.error().detail.contains(says), qPrintable(started.error().detail));
    QVERIFY(started.error().detail.section(u": "_s, 1).size() > 5); // and why
}

void tst_WebTls::readsItsFilesAgain()
{
    Configuration own = asking();
    own.certificateFile = m_folder.filePath(u"second.pem"_s);
    own.keyFile = m_folder.filePath(u"second-key.pem"_s);
    own.clients.revokedFile = write(u"revoked.pem"_s, m_ours.list({}));
    QVERIFY(ensureCertificate(own.certificateFile, own.keyFile, {}, WallClock()));
    start(own);
    const Authority::Identity desk = m_ours.issue("desk-7");
    const Authority::Identity other = m_ours.issue("desk-8");
    const auto connection = [this, &desk] {
        auto client = std::make_unique<WebClient>(0);
        client->socket.abort();
        QSslConfiguration tls = trustingTls();
        tls.setLocalCertificate(desk.certificate);
        tls.setPrivateKey(desk.key);
        client->socket.setSslConfiguration(tls);
        client->socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());
        return client;
    };
    const auto open = connection();
    QVERIFY(header(open->upgrade("/talk")).contains("101"));
    QSignalSpy heard(m_server.get(), &Server::textReceived);
    QVERIFY(answerTo(other).endsWith("I am desk-8"));

    QVERIFY(QFile::remove(own.certificateFile));
    QVERIFY(ensureCertificate(own.certificateFile, own.keyFile, {u"desk.example"_s}, WallClock()));
    write(u"revoked.pem"_s, m_ours.list({other}));
    QVERIFY(m_server->reloadCertificate());

    const auto fresh = connection();
    QVERIFY(fresh->get("/name").endsWith("I am desk-7"));
    const auto names
        = [](const WebClient &client) { return client.socket.peerCertificate().subjectAlternativeNames(); };
    QVERIFY(names(*fresh).values().contains(u"desk.example"_s));
    QVERIFY(!names(*open).values().contains(u"desk.example"_s));
    expectComplaint();
    QCOMPARE(answerTo(other), QByteArray());
    QVERIFY(open->say(frame(1, "still here")));
    QTRY_COMPARE(heard.size(), 1);
}

void tst_WebTls::keepsWhatItHasWhenAFileIsBroken()
{
    Server server;
    QVERIFY(!server.reloadCertificate()); // which has not been started

    Configuration own = configuration();
    own.certificateFile = m_folder.filePath(u"third.pem"_s);
    own.keyFile = m_folder.filePath(u"third-key.pem"_s);
    QVERIFY(ensureCertificate(own.certificateFile, own.keyFile, {}, WallClock()));
    start(own);
    write(u"third.pem"_s, "half a fi");

    const auto reloaded = m_server->reloadCertificate();

    QVERIFY(!reloaded);
    QCOMPARE(reloaded.error().kind, Error::Kind::Broken);
    QVERIFY(serves());
}

void tst_WebTls::listensNoMore()
{
    start();
    QSignalSpy heard(m_server.get(), &Server::textReceived);
    WebClient talking(m_server->port());
    QVERIFY(header(talking.upgrade("/talk")).contains("101"));
    WebClient asking(m_server->port());
    QVERIFY(asking.get("/1").endsWith("/1"));

    m_server->drain();

    QTRY_VERIFY([this] {
        QTcpSocket late;
        late.connectToHost(u"127.0.0.1"_s, m_server->port());
        return QTest::qWaitFor([&late] { return late.error() == QAbstractSocket::ConnectionRefusedError; }, 500);
    }());
    QVERIFY(asking.get("/2").endsWith("/2"));
    QVERIFY(talking.say(frame(1, "still here")));
    QTRY_COMPARE(heard.size(), 1);
    QCOMPARE(m_server->counters().connections, 2);
}

QTEST_GUILESS_MAIN(tst_WebTls)
#include "tst_webtls.moc"
