// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/serverhouse.h"
#include "tests/support/webclient.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::web;
using namespace std::chrono_literals;
using knock::test::frame;
using knock::test::trustingTls;
using knock::test::WebClient;

class tst_WebServer final : public knock::test::ServerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void answersOverTls13();
    void speaksTls12ButNothingOlder();
    void answersManyRequestsOnOneConnection();
    void answersHeadWithoutABody();
    void answersForAServiceThatStaysSilent();
    void carriesTextBothWays();
    void carriesBinaryWhereItIsWanted();
    void takesLargeBodiesAtTheirPlace();
    void passesOnWhatTheClientSaysOfItself_data();
    void passesOnWhatTheClientSaysOfItself();
    void refusesAWebSocket();
    void saysGoodbyeAfterTheLastText();
    void readsOneTextAfterTheOther();
    void endsWithOpenConnections();
    void leavesNothingToChildren();
    void saysThatThePortIsTaken();
    void saysThatThereIsNoCertificate();
};

void tst_WebServer::answersOverTls13()
{
    start();
    WebClient client(m_server->port());

    const QByteArray answer = client.get("/hello");

    QCOMPARE(header(answer), "HTTP/1.1 200 OK");
    QVERIFY(answer.contains("\r\nContent-Type: text/plain\r\n"));
    QVERIFY(answer.contains("\r\nX-Peer: 127.0.0.1\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n/hello"));
    QCOMPARE(client.socket.sessionProtocol(), QSsl::TlsV1_3);
}

void tst_WebServer::speaksTls12ButNothingOlder()
{
    start();
    WebClient client(0);
    QSslConfiguration tls = trustingTls();
    tls.setProtocol(QSsl::TlsV1_2);
    client.socket.abort();
    client.socket.setSslConfiguration(tls);
    client.socket.connectToHostEncrypted(u"127.0.0.1"_s, m_server->port());

    QVERIFY(client.get("/old").endsWith("/old"));
    QCOMPARE(client.socket.sessionProtocol(), QSsl::TlsV1_2);

    // A ClientHello that knows TLS 1.1 at most (RFC 4346, 7.4.1.2).
    expectComplaint();
    QTcpSocket older;
    older.connectToHost(u"127.0.0.1"_s, m_server->port());
    older.write(QByteArray::fromHex("160301002d010000290302") + QByteArray(32, 'r')
                + QByteArray::fromHex("000002c0090100"));
    QTRY_VERIFY(older.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(!older.readAll().startsWith('\x16'));
}

void tst_WebServer::answersManyRequestsOnOneConnection()
{
    start();
    WebClient client(m_server->port());

    for (int i = 0; i < 20; ++i)
        QVERIFY(client.get("/" + QByteArray::number(i)).endsWith("/" + QByteArray::number(i)));
}

void tst_WebServer::answersHeadWithoutABody()
{
    start();
    WebClient client(m_server->port());

    const QByteArray answer = client.get("/hello", "HEAD");

    QVERIFY(answer.contains("Content-Length: 6\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void tst_WebServer::answersForAServiceThatStaysSilent()
{
    start({.request = 300ms});
    WebClient client(m_server->port());

    QCOMPARE(header(client.get("/silence")), "HTTP/1.1 503 Service Unavailable");
    WebClient socket(m_server->port());
    QCOMPARE(header(socket.upgrade("/silence")), "HTTP/1.1 503 Service Unavailable");
    QVERIFY(socket.isClosedByServer());
}

void tst_WebServer::carriesTextBothWays()
{
    start();
    QSignalSpy heard(m_server.get(), &Server::textReceived);
    QSignalSpy closed(m_server.get(), &Server::closed);
    connect(m_server.get(), &Server::textReceived, this,
            [this](SocketId id, const QByteArray &text) { m_server->send(id, text.toUpper()); });
    QWebSocket client;
    QSignalSpy answered(&client, &QWebSocket::textMessageReceived);
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"grüß dich"_s); });
    client.setSslConfiguration(trustingTls());

    client.open(QUrl(u"wss://127.0.0.1:%1/talk"_s.arg(m_server->port())));

    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(heard.at(0).at(1).toByteArray(), "grüß dich");
    QCOMPARE(answered.at(0).at(0).toString(), u"GRüß DICH"_s);
    client.close();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void tst_WebServer::carriesBinaryWhereItIsWanted()
{
    start();
    QSignalSpy texts(m_server.get(), &Server::textReceived);
    QSignalSpy binaries(m_server.get(), &Server::binaryReceived);
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/binary")).contains("101"));
    const QByteArray picture = QByteArray("\xff\xd8\x00\xff", 4) + QByteArray(60'000, '\x80');

    QVERIFY(client.say(frame(2, picture) + frame(1, "text") + frame(2, "more")));

    QTRY_COMPARE(binaries.size(), 2);
    QCOMPARE(binaries.at(0).at(1).toByteArray(), picture);
    QCOMPARE(binaries.at(1).at(1).toByteArray(), "more");
    QCOMPARE(texts.size(), 1);
}

void tst_WebServer::takesLargeBodiesAtTheirPlace()
{
    start();
    WebClient client(m_server->port());

    for (const int size : {256 * 1024, 0, 70'000}) {
        QVERIFY(client.say("POST /large/x HTTP/1.1\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n"
                           + QByteArray(size, 'x')));
        QVERIFY(client.answer().endsWith("\r\n\r\n" + QByteArray::number(size)));
    }
}

void tst_WebServer::passesOnWhatTheClientSaysOfItself_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("about");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("agent") << QByteArray("User-Agent: Mozilla/5.0\r\n") << QByteArray("Mozilla/5.0");
    QTest::newRow("gzip") << QByteArray("Accept-Encoding: gzip, deflate, br, zstd\r\n") << QByteArray(" takes gzip");
    QTest::newRow("last") << QByteArray("Accept-Encoding: br;q=1.0, GZIP;q=0.8, *;q=0.1\r\n")
                          << QByteArray(" takes gzip");
    QTest::newRow("refused") << QByteArray("Accept-Encoding: gzip;q=0, identity\r\n") << QByteArray();
    QTest::newRow("another") << QByteArray("Accept-Encoding: xgzip\r\n") << QByteArray();
    QTest::newRow("odd") << QByteArray("Accept-Encoding: ;;,=gzip\"\r\n") << QByteArray();
}

void tst_WebServer::passesOnWhatTheClientSaysOfItself()
{
    QFETCH(const QByteArray, fields);
    QFETCH(const QByteArray, about);
    start();
    WebClient client(m_server->port());

    QVERIFY(client.say("GET /about HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"));

    QVERIFY(client.answer().endsWith("\r\n\r\n" + about));
}

void tst_WebServer::refusesAWebSocket()
{
    start();
    QSignalSpy closed(m_server.get(), &Server::closed);
    WebClient client(m_server->port());

    QCOMPARE(header(client.upgrade("/refused")), "HTTP/1.1 403 Forbidden");

    QVERIFY(client.isClosedByServer());
    QCOMPARE(closed.size(), 0);
}

void tst_WebServer::saysGoodbyeAfterTheLastText()
{
    start();
    connect(m_server.get(), &Server::textReceived, this, [this](SocketId id) {
        for (int i = 0; i < 50; ++i)
            m_server->send(id, QByteArray::number(i));
        m_server->close(id);
        m_server->send(id, "too late");
    });
    QWebSocket client;
    QSignalSpy heard(&client, &QWebSocket::textMessageReceived);
    QSignalSpy gone(&client, &QWebSocket::disconnected);
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"go"_s); });
    client.setSslConfiguration(trustingTls());

    client.open(QUrl(u"wss://127.0.0.1:%1/talk"_s.arg(m_server->port())));

    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(heard.size(), 50);
    QCOMPARE(heard.last().at(0).toString(), u"49"_s);
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void tst_WebServer::readsOneTextAfterTheOther()
{
    start();
    QList<QByteArray> heard;
    connect(m_server.get(), &Server::textReceived, this,
            [&heard](SocketId, const QByteArray &text) { heard.append(text); });
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));
    QByteArray flood;
    for (int i = 0; i < 50; ++i)
        flood += frame(1, QByteArray::number(i));

    QVERIFY(client.say(flood));

    QTRY_COMPARE(heard.size(), 50);
    QCOMPARE(heard.last(), "49");
}

void tst_WebServer::endsWithOpenConnections()
{
    start();
    WebClient idle(m_server->port());
    QVERIFY(idle.get("/1").endsWith("/1"));
    WebClient talking(m_server->port());
    QVERIFY(header(talking.upgrade("/talk")).contains("101"));
    WebClient unanswered(m_server->port());
    QVERIFY(unanswered.say("GET /silence HTTP/1.1\r\n\r\n"));
    QTcpSocket silent;
    silent.connectToHost(u"127.0.0.1"_s, m_server->port());
    QVERIFY(silent.waitForConnected());

    m_server.reset();

    QVERIFY(idle.isClosedByServer());
    QVERIFY(talking.isClosedByServer());
    QVERIFY(unanswered.isClosedByServer());
    QTRY_VERIFY(silent.state() == QAbstractSocket::UnconnectedState);
}

void tst_WebServer::leavesNothingToChildren()
{
    start();
    const quint16 port = m_server->port();
    WebClient client(port);
    QVERIFY(client.get("/1").endsWith("/1"));
    QProcess child;
    child.start(u"sleep"_s, {u"60"_s});
    QVERIFY(child.waitForStarted());

    m_server.reset();

    QVERIFY(client.isClosedByServer());
    start({}, port);
    QVERIFY(serves());
    child.kill();
    QVERIFY(child.waitForFinished());
}

void tst_WebServer::saysThatThePortIsTaken()
{
    start();
    Configuration same = configuration();
    same.port = m_server->port();
    Server second;

    const auto started = second.start(same);

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Unreachable);
    QCOMPARE(second.port(), 0);
}

void tst_WebServer::saysThatThereIsNoCertificate()
{
    Server server;

    const auto started = server.start({});

    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Broken);
}

QTEST_GUILESS_MAIN(tst_WebServer)
#include "tst_webserver.moc"
