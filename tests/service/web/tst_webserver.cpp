// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/certificate.h"
#include "app/service/web/server.h"
#include "tests/support/manualclock.h"
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

class tst_WebServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void answersOverTls13();
    void speaksTls12ButNothingOlder();
    void answersManyRequestsOnOneConnection();
    void answersHeadWithoutABody();
    void answersForAServiceThatStaysSilent();
    void carriesTextBothWays();
    void refusesAWebSocket();
    void saysGoodbyeAfterTheLastText();
    void readsOneTextAfterTheOther();
    void cutsOffWhoSpeaksNoTls();
    void cutsOffMalformedHttp_data();
    void cutsOffMalformedHttp();
    void cutsOffMalformedFrames_data();
    void cutsOffMalformedFrames();
    void cutsOffFramesBeforeTheAnswer();
    void closesASilentConnection();
    void closesAHeaderThatDribblesIn();
    void closesAnIdleWebSocket();
    void limitsConnectionsOfOneAddress();
    void waitsWhenItIsFull();
    void cutsOffWhoDoesNotRead();
    void endsWithOpenConnections();
    void leavesNothingToChildren();
    void saysThatThePortIsTaken();
    void saysThatThereIsNoCertificate();

private:
    void start(const Limits &limits = {}, quint16 port = 0);
    [[nodiscard]] Configuration configuration() const;
    void expectComplaint() const;
    bool serves() const;
    QByteArray header(const QByteArray &answer) const { return answer.left(answer.indexOf("\r\n")); }

    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

void tst_WebServer::initTestCase()
{
    QVERIFY(ensureCertificate(configuration().certificateFile, configuration().keyFile, {}, WallClock()));
}

void tst_WebServer::init()
{
    QTest::failOnWarning();
}

void tst_WebServer::cleanup()
{
    m_server.reset();
}

Configuration tst_WebServer::configuration() const
{
    Configuration configuration;
    configuration.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.keyFile = m_folder.filePath(u"key.pem"_s);
    return configuration;
}

void tst_WebServer::start(const Limits &limits, quint16 port)
{
    m_server = std::make_unique<Server>();
    Configuration own = configuration();
    own.limits = limits;
    own.port = port;
    const auto started = m_server->start(own);
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    connect(m_server.get(), &Server::requested, this, [this](RequestId id, const Request &request) {
        if (request.target != "/silence")
            m_server->respond(id, {200, "text/plain", {{"X-Peer", request.peer.toLatin1()}}, request.target + request.body});
    });
    connect(m_server.get(), &Server::socketWanted, this, [this](SocketId id, const Request &request) {
        if (request.target == "/silence")
            return;
        if (request.target == "/refused")
            m_server->refuse(id, 403);
        else
            m_server->accept(id);
    });
}

void tst_WebServer::expectComplaint() const
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Cut off a connection"_s));
}

bool tst_WebServer::serves() const
{
    return WebClient(m_server->port()).get("/still").endsWith("/still");
}

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
    older.write(QByteArray::fromHex("160301002d010000290302") + QByteArray(32, 'r') + QByteArray::fromHex("000002c0090100"));
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

void tst_WebServer::cutsOffWhoSpeaksNoTls()
{
    start();
    expectComplaint();
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, m_server->port());

    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    QTRY_VERIFY(client.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(serves());
}

void tst_WebServer::cutsOffMalformedHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("noise") << QByteArray("\0\1\2\3 what\r\n\r\n", 13);
    QTest::newRow("no version") << QByteArray("GET / HTTP/9\r\n\r\n");
    QTest::newRow("long header") << "GET / HTTP/1.1\r\nX: " + QByteArray(9000, 'x') + "\r\n\r\n";
    QTest::newRow("long target") << "GET /" + QByteArray(9000, 'x') + " HTTP/1.1\r\n\r\n";
    QTest::newRow("announced body") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n");
    QTest::newRow("chunked body") << "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + QByteArray(0x20000, 'x');
    QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
}

void tst_WebServer::cutsOffMalformedHttp()
{
    QFETCH(const QByteArray, bytes);
    start();
    expectComplaint();
    WebClient client(m_server->port());

    client.socket.write(bytes);

    QVERIFY(client.isClosedByServer());
    QVERIFY(serves());
}

void tst_WebServer::cutsOffMalformedFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("unmasked") << frame(1, "hello", false);
    QTest::newRow("binary") << frame(2, "hello");
    QTest::newRow("not UTF-8") << frame(1, "\xff\xfe");
    QTest::newRow("reserved opcode") << frame(3, "hello");
    QTest::newRow("reserved bit") << QByteArray::fromHex("f18000000000");
    QTest::newRow("long ping") << frame(9, QByteArray(200, 'p'));
    QTest::newRow("continuation of nothing") << frame(0, "hello");
    QTest::newRow("huge length") << QByteArray::fromHex("81ff400000000000000000000000");
    QTest::newRow("long message") << frame(1, QByteArray(2000, 'x'));
    QTest::newRow("endless fragments") << QByteArray::fromHex("018000000000") + QByteArray::fromHex("00fe040000000000").append(QByteArray(1024, 'x')).repeated(2);
}

void tst_WebServer::cutsOffMalformedFrames()
{
    QFETCH(const QByteArray, bytes);
    start({.message = 1024});
    QSignalSpy closed(m_server.get(), &Server::closed);
    QSignalSpy heard(m_server.get(), &Server::textReceived);
    expectComplaint();
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));

    client.socket.write(bytes);
    QTRY_VERIFY(client.socket.bytesAvailable() > 0 || client.socket.state() == QAbstractSocket::UnconnectedState);
    client.socket.write(frame(8, QByteArray::fromHex("03e8"))); // an honest answer to the server's close frame

    QVERIFY(client.isClosedByServer());
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(heard.size(), 0);
    QVERIFY(serves());
}

void tst_WebServer::cutsOffFramesBeforeTheAnswer()
{
    start();
    expectComplaint();
    WebClient client(m_server->port());

    client.say("GET /talk HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + frame(1, "early"));

    QVERIFY(client.isClosedByServer());
}

void tst_WebServer::closesASilentConnection()
{
    start({.firstByte = 100ms});
    QTcpSocket client;

    client.connectToHost(u"127.0.0.1"_s, m_server->port());

    QVERIFY(client.waitForConnected());
    QTRY_VERIFY(client.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(serves());
}

void tst_WebServer::closesAHeaderThatDribblesIn()
{
    start({.request = 400ms});
    WebClient client(m_server->port());
    QTimer dribble;
    connect(&dribble, &QTimer::timeout, &client.socket, [&client] { client.socket.write("x"); });
    dribble.start(20);

    QVERIFY(client.isClosedByServer());
    QVERIFY(serves());
}

void tst_WebServer::closesAnIdleWebSocket()
{
    start({.idle = 300ms});
    QSignalSpy closed(m_server.get(), &Server::closed);
    WebClient client(m_server->port()); // which never answers a ping

    QVERIFY(header(client.upgrade("/talk")).contains("101"));

    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(client.isClosedByServer());
}

void tst_WebServer::limitsConnectionsOfOneAddress()
{
    start({.perAddress = 2});
    QSignalSpy closed(m_server.get(), &Server::closed);
    WebClient first(m_server->port());
    QVERIFY(first.get("/1").endsWith("/1"));
    auto second = std::make_unique<WebClient>(m_server->port());
    QVERIFY(header(second->upgrade("/talk")).contains("101"));

    expectComplaint();
    WebClient third(m_server->port());

    QVERIFY(third.isClosedByServer());
    second.reset();
    QTRY_COMPARE(closed.size(), 1);
    WebClient fourth(m_server->port());
    QVERIFY(fourth.get("/4").endsWith("/4"));
}

void tst_WebServer::waitsWhenItIsFull()
{
    start({.total = 1});
    auto first = std::make_unique<WebClient>(m_server->port());
    QVERIFY(first->get("/1").endsWith("/1"));
    WebClient second(m_server->port());
    second.socket.write("GET /2 HTTP/1.1\r\n\r\n");
    QVERIFY(first->get("/1").endsWith("/1"));
    QVERIFY(!second.socket.isEncrypted());

    first.reset();

    QVERIFY(second.answer().endsWith("/2"));
}

void tst_WebServer::cutsOffWhoDoesNotRead()
{
    start({.queue = 256 * 1024});
    QSignalSpy closed(m_server.get(), &Server::closed);
    connect(m_server.get(), &Server::textReceived, this, [this](SocketId id) {
        for (int i = 0; i < 400; ++i)
            m_server->send(id, QByteArray(64 * 1024, 'x'));
    });
    expectComplaint();
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));
    client.socket.setReadBufferSize(1024);

    client.socket.write(frame(1, "give me all"));

    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(serves());
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
