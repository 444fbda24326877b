// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/serverhouse.h"
#include "tests/support/webclient.h"

#include <algorithm>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QtEndian>
#include <QThread>
#include <QWebSocket>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::web;
using namespace std::chrono_literals;
using knock::test::frame;
using knock::test::trustingTls;
using knock::test::WebClient;

/// What goes out over a WebSocket, on what terms, and how much of everything is let in.
class tst_WebSending final : public knock::test::ServerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void sendsTextAndBinaryInOrder();
    void sendsManyAtLittleCost();
    void answersAFarewellAmongMany();
    void tellsWhatHasGoneOut();
    void tellsThatNothingGoesOut();
    void tellsAsTheTermsWantIt_data();
    void tellsAsTheTermsWantIt();
    void keepsTheOrderOfWhatMayWait();
    void keepsNobodyWaitingWhoSaysMore();
    void keepsToTheTermsOfASocket();
    void limitsHandshakes_data();
    void limitsHandshakes();
    void limitsRequestsOfOneAddress();
    void readsAHastyClientLater();
    void cutsOffAFloodOfPings();
    void counts();
};

void tst_WebSending::sendsTextAndBinaryInOrder()
{
    start();
    const QByteArray picture = QByteArray("\xff\xd8\x00\xff", 4) + QByteArray(100'000, '\x80');
    connect(m_server.get(), &Server::textReceived, this, [this, picture](SocketId id) {
        m_server->send(id, "first");
        m_server->sendBinary(id, picture);
        m_server->send(id, "third");
        m_server->close(id);
    });
    QWebSocket client;
    QList<QByteArray> heard;
    connect(&client, &QWebSocket::textMessageReceived, &client,
            [&heard](const QString &text) { heard.append(text.toUtf8()); });
    connect(&client, &QWebSocket::binaryMessageReceived, &client,
            [&heard](const QByteArray &bytes) { heard.append("binary " + bytes); });
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"go"_s); });
    QSignalSpy gone(&client, &QWebSocket::disconnected);
    client.setSslConfiguration(trustingTls());

    client.open(QUrl(u"wss://127.0.0.1:%1/talk"_s.arg(m_server->port())));

    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(heard, QList<QByteArray>({"first", "binary " + picture, "third"}));
}

void tst_WebSending::sendsManyAtLittleCost()
{
    start();
    QList<QByteArray> texts;
    for (int i = 0; i < 5000; ++i)
        texts.append(QByteArray::number(i).leftJustified(10, 'x'));
    connect(m_server.get(), &Server::textReceived, this, [this, texts](SocketId id) {
        m_server->send(id, texts);
        m_server->close(id);
    });
    QWebSocket client;
    QList<QByteArray> heard;
    connect(&client, &QWebSocket::textMessageReceived, &client,
            [&heard](const QString &text) { heard.append(text.toUtf8()); });
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"go"_s); });
    QSignalSpy gone(&client, &QWebSocket::disconnected);
    client.setSslConfiguration(trustingTls());

    client.open(QUrl(u"wss://127.0.0.1:%1/talk"_s.arg(m_server->port())));

    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(heard, texts);
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeNormal);
    // Each has two bytes of a frame. A record of TLS for each would be 22 bytes more of each.
    QVERIFY2(m_server->counters().bytesOut < 5000 * (10 + 2) + 6000,
             qPrintable(QString::number(m_server->counters().bytesOut)));
}

void tst_WebSending::answersAFarewellAmongMany()
{
    start({.queue = 64 * 1024 * 1024});
    connect(m_server.get(), &Server::textReceived, this,
            [this](SocketId id) { m_server->send(id, QList<QByteArray>(200'000, "more of the same")); });
    QSignalSpy closed(m_server.get(), &Server::closed);
    QWebSocket client;
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(u"go"_s); });
    connect(&client, &QWebSocket::textMessageReceived, &client, [&client] { client.close(); });
    QSignalSpy gone(&client, &QWebSocket::disconnected);
    client.setSslConfiguration(trustingTls());

    client.open(QUrl(u"wss://127.0.0.1:%1/talk"_s.arg(m_server->port())));

    QTRY_COMPARE(gone.size(), 1);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeNormal);
    QVERIFY(serves());
}

void tst_WebSending::tellsWhatHasGoneOut()
{
    constexpr int messages = 500;
    start();
    QList<quint64> told;
    connect(m_server.get(), &Server::sent, this, [&told](SocketId, quint64 bytes) { told.append(bytes); });
    connect(m_server.get(), &Server::textReceived, this, [this](SocketId id) {
        for (int i = 0; i < messages; ++i)
            m_server->sendBinary(id, QByteArray(100, 'x'));
        // Everything goes out while this thread handles nothing: one report is enough for all of it.
        const Server &server = *m_server;
        QDeadlineTimer patience(5000);
        while (server.counters().bytesOut < quint64{messages} * 100 && !patience.hasExpired())
            QThread::yieldCurrentThread();
    });
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));

    QVERIFY(client.say(frame(1, "go")));

    QTRY_VERIFY(!told.isEmpty() && told.last() == messages * 100);
    QVERIFY(std::ranges::is_sorted(told, std::less_equal()));
    QVERIFY2(told.size() < 10, qPrintable(QString::number(told.size())));
}

void tst_WebSending::tellsThatNothingGoesOut()
{
    start({.queue = 64 * 1024 * 1024});
    quint64 told = 0;
    connect(m_server.get(), &Server::sent, this, [&told](SocketId, quint64 bytes) { told = bytes; });
    connect(m_server.get(), &Server::textReceived, this, [this](SocketId id) {
        for (int i = 0; i < 400; ++i)
            m_server->send(id, QByteArray(100 * 1024, 'x'));
    });
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));
    client.socket.setReadBufferSize(1024);

    client.socket.write(frame(1, "give me all"));
    QTRY_VERIFY(told > 0);
    quint64 before = 0;
    QTRY_VERIFY(std::exchange(before, told) == told); // until it stands still

    QVERIFY(told < 400 * 100 * 1024);
    client.socket.setReadBufferSize(0);
    connect(&client.socket, &QSslSocket::readyRead, &client.socket, [&client] { client.socket.readAll(); });
    client.socket.readAll();
    QTRY_COMPARE(told, 400 * 100 * 1024);
}

void tst_WebSending::tellsAsTheTermsWantIt_data()
{
    QTest::addColumn<Telling>("telling");
    QTest::addColumn<quint64>("told");
    QTest::newRow("never") << Telling::Never << quint64(0);
    QTest::newRow("in time") << Telling::InTime << quint64(6);
    QTest::newRow("at once") << Telling::AtOnce << quint64(6);
}

void tst_WebSending::tellsAsTheTermsWantIt()
{
    QFETCH(Telling, telling);
    QFETCH(quint64, told);
    start();
    m_terms.sent = telling;
    quint64 sent = 0;
    connect(m_server.get(), &Server::sent, this, [&sent](SocketId, quint64 bytes) { sent = bytes; });
    connect(m_server.get(), &Server::textReceived, this, [this](SocketId id) { m_server->send(id, "answer"); });
    QSignalSpy closed(m_server.get(), &Server::closed);
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/terms")).contains("101"));

    QVERIFY(client.say(frame(1, "go")));
    QTRY_VERIFY(client.socket.bytesAvailable() > 0);
    QTRY_COMPARE(sent, told); // without another word from the client
    client.socket.disconnectFromHost();

    QTRY_COMPARE(closed.size(), 1); // after all that was to be told
    QCOMPARE(sent, told);
}

void tst_WebSending::keepsTheOrderOfWhatMayWait()
{
    start();
    m_terms.mayWait = [](const QByteArray &message) { return message.startsWith("slow"); };
    QList<QByteArray> heard;
    connect(m_server.get(), &Server::textReceived, this,
            [&heard](SocketId, const QByteArray &text) { heard.append(text); });
    connect(m_server.get(), &Server::closed, this, [&heard] { heard.append("closed"); });
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/terms")).contains("101"));

    client.socket.write(frame(1, "slow 1") + frame(1, "slow 2") + frame(1, "now") + frame(1, "slow 3"));
    client.socket.flush();
    client.socket.disconnectFromHost();

    QTRY_COMPARE(heard, QList<QByteArray>({"slow 1", "slow 2", "now", "slow 3", "closed"}));
}

/// A hundred messages, each of which waited for others, would take longer than this test has.
void tst_WebSending::keepsNobodyWaitingWhoSaysMore()
{
    constexpr int count = 100;
    start();
    m_terms.mayWait = [](const QByteArray &) { return true; };
    QSignalSpy texts(m_server.get(), &Server::textReceived);
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/terms")).contains("101"));

    QVERIFY(client.say(frame(1, "a reading").repeated(count)));

    QTRY_COMPARE_WITH_TIMEOUT(texts.size(), count, 3s);
}

void tst_WebSending::keepsToTheTermsOfASocket()
{
    start();
    m_terms = {.frames = Frames::TextAndBinary, .queue = 200 * 1024, .message = 300 * 1024};
    QSignalSpy closed(m_server.get(), &Server::closed);
    QSignalSpy binaries(m_server.get(), &Server::binaryReceived);
    const auto longFrame = [](quint64 size) {
        QByteArray bytes = QByteArray::fromHex("82ff") + QByteArray(8, '\0') + QByteArray(4, '\0');
        qToBigEndian(size, bytes.data() + 2);
        return bytes + QByteArray(qsizetype(size), 'x');
    };
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/terms")).contains("101"));
    QVERIFY(client.say(longFrame(300 * 1024)));
    QTRY_COMPARE(binaries.size(), 1);

    expectComplaint();
    client.socket.write(longFrame(300 * 1024 + 1));
    QTRY_COMPARE(closed.size(), 1);

    WebClient second(m_server->port());
    QVERIFY(header(second.upgrade("/terms")).contains("101"));
    QVERIFY(second.say(frame(1, "which one am I?")));
    QSignalSpy texts(m_server.get(), &Server::textReceived);
    QTRY_COMPARE(texts.size(), 1);
    const auto id = texts.at(0).at(0).value<SocketId>();
    expectComplaint();
    m_server->sendBinary(id, QByteArray(200 * 1024 + 1, 'x'));
    QTRY_COMPARE(closed.size(), 2);
}

void tst_WebSending::limitsHandshakes_data()
{
    QTest::addColumn<Limits>("limits");
    QTest::newRow("of one address") << Limits{.handshakesPerAddress = 1};
    QTest::newRow("of all") << Limits{.handshakes = 1};
}

void tst_WebSending::limitsHandshakes()
{
    QFETCH(const Limits, limits);
    start(limits);
    const auto come = [this] {
        auto client = std::make_unique<WebClient>(m_server->port());
        const bool isIn = QTest::qWaitFor([&client] {
            return client->socket.isEncrypted() || client->socket.state() == QAbstractSocket::UnconnectedState;
        });
        return isIn && client->socket.isEncrypted();
    };

    int letIn = 0;
    expectComplaint();
    while (letIn < 100 && come())
        ++letIn;

    QVERIFY2(letIn >= 5 && letIn < 20, qPrintable(QString::number(letIn))); // it goes on while the test does
    QTRY_COMPARE(m_server->counters().refused, 1);
    const QDeadlineTimer second(1s);
    QTRY_VERIFY(second.hasExpired());
    QVERIFY(come());
}

void tst_WebSending::limitsRequestsOfOneAddress()
{
    start({.requestsPerAddress = 1});
    QByteArray status = "HTTP/1.1 200 OK";
    int answered = 0;
    QByteArray answer;
    auto client = std::make_unique<WebClient>(m_server->port());

    for (; answered < 100 && status == "HTTP/1.1 200 OK"; ++answered) {
        answer = client->get("/");
        status = header(answer);
    }

    QVERIFY2(answered > 5 && answered < 50, qPrintable(QString::number(answered)));
    QCOMPARE(status, "HTTP/1.1 429 Too Many Requests");
    QVERIFY(answer.contains("\r\nRetry-After: 1\r\n"));
    QVERIFY(client->isClosedByServer());
    QCOMPARE(m_server->counters().refused, 1);
    const QDeadlineTimer second(1s);
    QTRY_VERIFY(second.hasExpired());
    QVERIFY(serves());
}

void tst_WebSending::readsAHastyClientLater()
{
    constexpr int messages = 300;
    start({.messages = 50});
    QSignalSpy heard(m_server.get(), &Server::textReceived);
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));
    QByteArray flood;
    for (int i = 0; i < messages; ++i)
        flood += frame(1, QByteArray::number(i));
    QElapsedTimer time;
    time.start();

    QVERIFY(client.say(flood));

    QTRY_COMPARE(heard.size(), messages);
    QVERIFY2(time.durationElapsed() > 900ms, qPrintable(QString::number(time.elapsed()))); // 250 at once, 50 a second
    QCOMPARE(heard.last().at(1).toByteArray(), QByteArray::number(messages - 1));
}

void tst_WebSending::cutsOffAFloodOfPings()
{
    start({.messages = 10});
    QSignalSpy closed(m_server.get(), &Server::closed);
    expectComplaint();
    WebClient client(m_server->port());
    QVERIFY(header(client.upgrade("/talk")).contains("101"));

    client.socket.write(frame(9, "ping").repeated(40));
    QVERIFY(client.say(frame(10, "pong")));
    QCOMPARE(closed.size(), 0);
    client.socket.write(frame(10, "pong").repeated(1000));

    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(client.isClosedByServer());
    QVERIFY(serves());
}

void tst_WebSending::counts()
{
    QCOMPARE(Server().counters().accepted, 0);
    start({.perAddress = 2});
    {
        WebClient asking(m_server->port());
        QVERIFY(asking.get("/1").endsWith("/1"));
        QVERIFY(asking.get("/2").endsWith("/2"));
        WebClient talking(m_server->port());
        QVERIFY(header(talking.upgrade("/talk")).contains("101"));
        expectComplaint();
        QVERIFY(WebClient(m_server->port()).isClosedByServer());
        QTRY_COMPARE(m_server->counters().sockets, 1);

        const Counters counters = m_server->counters();

        QCOMPARE(counters.connections, 2);
        QCOMPARE(counters.accepted, 2);
        QCOMPARE(counters.refused, 1);
        QCOMPARE(counters.requests, 3);
        QCOMPARE(counters.handshakesFailed, 0);
        QVERIFY(counters.bytesIn > 500 && counters.bytesIn < 20'000);
        QVERIFY(counters.bytesOut > 500 && counters.bytesOut < 20'000);
    }
    QTRY_COMPARE(m_server->counters().connections, 0);
    QCOMPARE(m_server->counters().sockets, 0);
    expectComplaint();
    QTcpSocket noTls;
    noTls.connectToHost(u"127.0.0.1"_s, m_server->port());
    noTls.write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_server->counters().handshakesFailed, 1);
}

QTEST_GUILESS_MAIN(tst_WebSending)
#include "tst_websending.moc"
