// SPDX-License-Identifier: Apache-2.0
#include "tests/service/caller/callerhouse.h"

#include <QRegularExpression>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::caller::Caller;
using knock::test::frame;
using knock::test::otherToken;
using knock::test::Page;
using knock::test::token;
using knock::test::WebClient;

/// What the adapter serves, whom it lets in and whom it cuts off.
class tst_CallerAdapter final : public knock::test::CallerHouse
{
    Q_OBJECT
private Q_SLOTS:
    void servesThePageToRobots();
    void admitsALiveToken();
    void refusesTokens_data();
    void refusesTokens();
    void refusesOtherOrigins_data();
    void refusesOtherOrigins();
    void saysWhetherATokenIsLive();
    void cutsOffMalformedMessages_data();
    void cutsOffMalformedMessages();
    void keepsServingWhileOthersMisbehave();
    void endsTheOldestOfTooManyPages();
    void saysWhyItDoesNotStart();
};

void tst_CallerAdapter::servesThePageToRobots()
{
    WebClient robot(m_caller->port());

    const QByteArray live = robot.get("/" + token);
    const QByteArray unknown = robot.get("/" + otherToken);
    const QByteArray head = robot.get("/" + token, "HEAD");
    QVERIFY(WebClient(m_caller->port()).get("/caller/app.js").startsWith("HTTP/1.1 200"));

    QVERIFY(live.startsWith("HTTP/1.1 200"));
    QVERIFY(live.contains("<title>Notice</title>"));
    QVERIFY(live.contains("\r\nReferrer-Policy: no-referrer\r\n"));
    QCOMPARE(unknown, live);
    QVERIFY(live.startsWith(head));
    QVERIFY(inputs<Opened>().empty());
    QVERIFY(openPage());
}

void tst_CallerAdapter::admitsALiveToken()
{
    admit({2}, otherToken);

    const auto first = openPage();
    const auto second = openPage(otherToken);

    QCOMPARE(inputs<Opened>().at(0).incident, IncidentId{1});
    QCOMPARE(inputs<Opened>().at(0).visit, VisitId{1});
    QCOMPARE(inputs<Opened>().at(1).incident, IncidentId{2});
    QCOMPARE(inputs<Opened>().at(1).visit, VisitId{2});
}

void tst_CallerAdapter::refusesTokens_data()
{
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<int>("minutesLater");
    QTest::addColumn<bool>("revoked");
    QTest::newRow("unknown") << otherToken << 0 << false;
    QTest::newRow("expired") << token << 10 << false;
    QTest::newRow("revoked") << token << 0 << true;
    QTest::newRow("none") << QByteArray() << 0 << false;
    QTest::newRow("with more behind it") << token + "?x" << 0 << false;
}

void tst_CallerAdapter::refusesTokens()
{
    QFETCH(const QByteArray, with);
    QFETCH(const int, minutesLater);
    QFETCH(const bool, revoked);
    m_clock.advance(std::chrono::minutes(minutesLater));
    if (revoked)
        m_caller->perform(RevokeTokens{{1}});
    WebClient client(m_caller->port());

    const QByteArray answer = client.upgrade("/caller/socket/" + with);

    QVERIFY(answer.startsWith("HTTP/1.1 403"));
    QVERIFY(m_inputs.empty());
}

void tst_CallerAdapter::refusesOtherOrigins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::newRow("other site") << QByteArray("https://elsewhere.example");
    QTest::newRow("no TLS") << QByteArray("http://localhost");
    QTest::newRow("other port") << QByteArray("https://localhost:81");
    QTest::newRow("longer name") << QByteArray("https://localhost.elsewhere.example");
    QTest::newRow("none") << QByteArray("null");
    QTest::newRow("empty") << QByteArray("");
}

void tst_CallerAdapter::refusesOtherOrigins()
{
    QFETCH(const QByteArray, origin);
    WebClient client(m_caller->port());

    const QByteArray answer = client.upgrade("/caller/socket/" + token, origin);

    QVERIFY(answer.startsWith("HTTP/1.1 403"));
}

void tst_CallerAdapter::saysWhetherATokenIsLive()
{
    WebClient client(m_caller->port());

    QVERIFY(client.get("/caller/socket/" + token).startsWith("HTTP/1.1 426"));
    QVERIFY(client.get("/caller/socket/" + otherToken).startsWith("HTTP/1.1 403"));
    QVERIFY(m_inputs.empty());
}

void tst_CallerAdapter::cutsOffMalformedMessages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no JSON") << frame(1, "hello");
    QTest::newRow("unknown kind") << frame(1, R"({"kind":"sudo"})");
    QTest::newRow("flood") << frame(1, R"({"kind":"ping"})").repeated(41);
    QTest::newRow("huge still") << QByteArray::fromHex("82ff000000000001000100000000");
    QTest::newRow("unmasked") << frame(1, R"({"kind":"open"})", false);
    QTest::newRow("huge") << QByteArray::fromHex("81ff000000000001000100000000");
}

void tst_CallerAdapter::cutsOffMalformedMessages()
{
    QFETCH(const QByteArray, bytes);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^(A page sent|Cut off a connection)"_s));
    WebClient client(m_caller->port());
    QVERIFY(client.upgrade("/caller/socket/" + token).startsWith("HTTP/1.1 101"));

    client.say(frame(1, R"({"kind":"open"})") + bytes);
    QTRY_COMPARE(inputs<Left>().size(), 1);
    client.socket.write(frame(8, QByteArray::fromHex("03e8")));

    QVERIFY(client.isClosedByServer());
    QVERIFY(openPage());
}

void tst_CallerAdapter::keepsServingWhileOthersMisbehave()
{
    const auto page = openPage();
    QVERIFY(page);
    for (int i = 0; i < 5; ++i) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Cut off a connection"_s));
        QTcpSocket stranger;
        stranger.connectToHost(u"127.0.0.1"_s, m_caller->port());
        stranger.write(QByteArray(3000, '\x7f'));
        QTRY_VERIFY(stranger.state() == QAbstractSocket::UnconnectedState);
    }

    page->say({{u"kind"_s, u"say"_s}, {u"id"_s, u"a"_s}, {u"text"_s, u"still here"_s}});

    QTRY_COMPARE(inputs<Said>().size(), 1);
}

void tst_CallerAdapter::endsTheOldestOfTooManyPages()
{
    std::vector<std::unique_ptr<Page>> pages;
    for (int i = 0; i < 8; ++i)
        pages.push_back(openPage());
    QCOMPARE(inputs<Left>().size(), 0);

    const auto ninth = openPage();

    QVERIFY(ninth);
    QCOMPARE(inputs<Left>().size(), 1);
    QCOMPARE(inputs<Left>().at(0).visit, VisitId{1});
    QTRY_VERIFY(pages.front()->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(pages.back()->state(), QAbstractSocket::ConnectedState);
}

void tst_CallerAdapter::saysWhyItDoesNotStart()
{
    caller::Configuration configuration = this->configuration();
    configuration.web.port = m_caller->port();

    QCOMPARE(Caller(configuration, m_clock).start().error().kind, Error::Kind::Unreachable);
    configuration.pages = m_folder.filePath(u"none"_s);
    QCOMPARE(Caller(configuration, m_clock).start().error().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_CallerAdapter)
#include "tst_calleradapter.moc"
