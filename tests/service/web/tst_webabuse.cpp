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

class tst_WebAbuse final : public knock::test::ServerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void cutsOffWhoSpeaksNoTls();
    void cutsOffMalformedHttp_data();
    void cutsOffMalformedHttp();
    void takesOnlySoManyLargeBodiesAtOnce();
    void cutsOffMalformedFrames_data();
    void cutsOffMalformedFrames();
    void cutsOffFramesBeforeTheAnswer();
    void closesASilentConnection();
    void closesAHeaderThatDribblesIn();
    void closesAnIdleWebSocket();
    void limitsConnectionsOfOneAddress();
    void waitsWhenItIsFull();
    void cutsOffWhoDoesNotRead();
};

void tst_WebAbuse::cutsOffWhoSpeaksNoTls()
{
    start();
    expectComplaint();
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, m_server->port());

    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    QTRY_VERIFY(client.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(serves());
}

void tst_WebAbuse::cutsOffMalformedHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("noise") << QByteArray("\0\1\2\3 what\r\n\r\n", 13);
    QTest::newRow("no version") << QByteArray("GET / HTTP/9\r\n\r\n");
    QTest::newRow("long header") << "GET / HTTP/1.1\r\nX: " + QByteArray(9000, 'x') + "\r\n\r\n";
    QTest::newRow("long target") << "GET /" + QByteArray(9000, 'x') + " HTTP/1.1\r\n\r\n";
    QTest::newRow("announced body") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n");
    QTest::newRow("large body elsewhere") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n");
    QTest::newRow("large body of another method")
        << QByteArray("PUT /large/x HTTP/1.1\r\nContent-Length: 65537\r\n\r\n");
    QTest::newRow("too large a body") << QByteArray("POST /large/x HTTP/1.1\r\nContent-Length: 262145\r\n\r\n");
    QTest::newRow("large chunked body") << "POST /large/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n"
            + QByteArray(0x20000, 'x');
    QTest::newRow("chunked body") << "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n"
            + QByteArray(0x20000, 'x');
    QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
}

void tst_WebAbuse::cutsOffMalformedHttp()
{
    QFETCH(const QByteArray, bytes);
    start();
    expectComplaint();
    WebClient client(m_server->port());

    client.socket.write(bytes);

    QVERIFY(client.isClosedByServer());
    QVERIFY(serves());
}

void tst_WebAbuse::takesOnlySoManyLargeBodiesAtOnce()
{
    start({.largeBodies = 3, .largeBodiesPerAddress = 2});
    const QByteArray large = "POST /large/silence HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";
    auto first = std::make_unique<WebClient>(m_server->port());
    QVERIFY(first->say(large));
    WebClient second(m_server->port());
    QVERIFY(second.say(large + QByteArray(100'000, 'x'))); // and is not answered yet
    QVERIFY(serves());

    WebClient third(m_server->port());
    QVERIFY(third.say(large));
    QCOMPARE(header(third.answer()), "HTTP/1.1 503 Service Unavailable");
    QVERIFY(third.isClosedByServer());
    WebClient small(m_server->port());
    QVERIFY(small.say("POST /large/x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"));
    QVERIFY(small.answer().endsWith("\r\n\r\n3"));
    first.reset();

    QTRY_VERIFY([this] {
        WebClient fourth(m_server->port());
        return fourth.say("POST /large/x HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + QByteArray(100'000, 'x'))
            && fourth.answer().endsWith("100000");
    }());
}

void tst_WebAbuse::cutsOffMalformedFrames_data()
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
    QTest::newRow("endless fragments") << QByteArray::fromHex("018000000000")
            + QByteArray::fromHex("00fe040000000000").append(QByteArray(1024, 'x')).repeated(2);
}

void tst_WebAbuse::cutsOffMalformedFrames()
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

void tst_WebAbuse::cutsOffFramesBeforeTheAnswer()
{
    start();
    expectComplaint();
    WebClient client(m_server->port());

    client.say("GET /talk HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
               + frame(1, "early"));

    QVERIFY(client.isClosedByServer());
}

void tst_WebAbuse::closesASilentConnection()
{
    start({.firstByte = 100ms});
    QTcpSocket client;

    client.connectToHost(u"127.0.0.1"_s, m_server->port());

    QVERIFY(client.waitForConnected());
    QTRY_VERIFY(client.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(serves());
}

void tst_WebAbuse::closesAHeaderThatDribblesIn()
{
    start({.request = 400ms});
    WebClient client(m_server->port());
    QTimer dribble;
    connect(&dribble, &QTimer::timeout, &client.socket, [&client] { client.socket.write("x"); });
    dribble.start(20);

    QVERIFY(client.isClosedByServer());
    QVERIFY(serves());
}

void tst_WebAbuse::closesAnIdleWebSocket()
{
    start({.idle = 300ms});
    QSignalSpy closed(m_server.get(), &Server::closed);
    WebClient client(m_server->port()); // which never answers a ping

    QVERIFY(header(client.upgrade("/talk")).contains("101"));

    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(client.isClosedByServer());
}

void tst_WebAbuse::limitsConnectionsOfOneAddress()
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

void tst_WebAbuse::waitsWhenItIsFull()
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

void tst_WebAbuse::cutsOffWhoDoesNotRead()
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

QTEST_GUILESS_MAIN(tst_WebAbuse)
#include "tst_webabuse.moc"
