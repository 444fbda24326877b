// SPDX-License-Identifier: Apache-2.0
#include "app/service/caller/caller.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using knock::caller::Caller;
using knock::test::frame;
using knock::test::ManualClock;
using knock::test::trustingTls;
using knock::test::WebClient;

namespace {

const QByteArray token = "AAAAAAAAAAAAAAAAAAAAA1";
const QByteArray otherToken = "BBBBBBBBBBBBBBBBBBBBB2";

/// A browser with the page open.
class Page final : public QWebSocket
{
public:
    explicit Page(quint16 port, const QByteArray &with = token)
        : QWebSocket(u"https://127.0.0.1:%1"_s.arg(port))
    {
        setSslConfiguration(trustingTls());
        connect(this, &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { heard.append(QJsonDocument::fromJson(text.toUtf8()).object()); });
        open(QUrl(u"wss://127.0.0.1:%1/caller/socket/%2"_s.arg(port).arg(QString::fromLatin1(with))));
    }

    void say(const QJsonObject &message)
    {
        sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
    }

    QList<QJsonObject> heard;
};

} // namespace

class tst_CallerAdapter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void servesThePageToRobotsAndTellsNobody();
    void admitsALiveToken();
    void refusesTokens_data();
    void refusesTokens();
    void refusesOtherOrigins_data();
    void refusesOtherOrigins();
    void saysWhetherATokenIsLive();
    void turnsMessagesIntoInputs();
    void saysWhenAPageLeft();
    void saysNothingOfAPageNobodyTouched();
    void showsTheChatToOneVisit();
    void showsALineToEveryPageOfTheIncident();
    void passesTheCameraAnswer();
    void endsThePagesOfAClosedIncident();
    void cutsOffMalformedMessages_data();
    void cutsOffMalformedMessages();
    void keepsServingWhileOthersMisbehave();
    void endsTheOldestOfTooManyPages();
    void saysWhyItDoesNotStart();

private:
    void admit(IncidentId incident, const QByteArray &with)
    {
        m_caller->perform(AdmitToken{incident, QString::fromLatin1(with), m_clock.now().addSecs(600)});
    }
    template <typename Kind>
    std::vector<Kind> inputs() const
    {
        std::vector<Kind> found;
        for (const Input &input : m_inputs) {
            if (const Kind *kind = std::get_if<Kind>(&input))
                found.push_back(*kind);
        }
        return found;
    }
    std::unique_ptr<Page> openPage(const QByteArray &with = token)
    {
        const size_t before = inputs<Opened>().size();
        auto page = std::make_unique<Page>(m_caller->port(), with);
        QObject::connect(page.get(), &QWebSocket::connected, page.get(),
                         [page = page.get()] { page->say({{u"kind"_s, u"open"_s}}); });
        return QTest::qWaitFor([&] { return inputs<Opened>().size() > before; }) ? std::move(page) : nullptr;
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Caller> m_caller;
    std::vector<Input> m_inputs;
};

void tst_CallerAdapter::init()
{
    QTest::failOnWarning();
    m_clock = {};
    m_inputs.clear();
    caller::Configuration configuration;
    configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
    configuration.pages = QStringLiteral(KNOCK_PAGES);
    m_caller = std::make_unique<Caller>(configuration, m_clock);
    connect(m_caller.get(), &Adapter::input, this, [this](const Input &input) { m_inputs.push_back(input); });
    const auto started = m_caller->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    admit({1}, token);
}

void tst_CallerAdapter::cleanup() { m_caller.reset(); }

void tst_CallerAdapter::servesThePageToRobotsAndTellsNobody()
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
    QVERIFY(m_inputs.empty());
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

void tst_CallerAdapter::turnsMessagesIntoInputs()
{
    const auto page = openPage();
    QVERIFY(page);
    const qint64 at = m_clock.now().toMSecsSinceEpoch() - 1500;

    page->say({{u"kind"_s, u"fix"_s}, {u"lat"_s, 37.5}, {u"lon"_s, 127.25}, {u"radius"_s, 6}, {u"at"_s, at}});
    page->say({{u"kind"_s, u"say"_s}, {u"id"_s, u"a"_s}, {u"text"_s, u"도와주세요"_s}});
    page->say({{u"kind"_s, u"offer"_s}, {u"sdp"_s, u"v=0\r\n"_s}});
    page->say({{u"kind"_s, u"cameraOff"_s}});

    QTRY_COMPARE(inputs<CameraWithdrawn>().size(), 1);
    QCOMPARE(inputs<Located>().at(0).fix.longitude, 127.25);
    QCOMPARE(inputs<Located>().at(0).fix.at, m_clock.now().addMSecs(-1500));
    QCOMPARE(inputs<Said>().at(0).text, u"도와주세요"_s);
    QCOMPARE(inputs<CameraOffered>().at(0).sdp, u"v=0\r\n"_s);
    QCOMPARE(inputs<CameraOffered>().at(0).visit, inputs<Opened>().at(0).visit);
}

void tst_CallerAdapter::saysWhenAPageLeft()
{
    auto page = openPage();
    QVERIFY(page);

    page.reset();

    QTRY_COMPARE(inputs<Left>().size(), 1);
    QCOMPARE(inputs<Left>().at(0).visit, VisitId{1});
    QCOMPARE(inputs<Left>().at(0).incident, IncidentId{1});
}

void tst_CallerAdapter::saysNothingOfAPageNobodyTouched()
{
    auto untouched = std::make_unique<Page>(m_caller->port());
    QTRY_VERIFY(untouched->state() == QAbstractSocket::ConnectedState);

    untouched.reset();
    auto touched = openPage();
    touched.reset();

    QTRY_COMPARE(inputs<Left>().size(), 1);
    QCOMPARE(inputs<Left>().at(0).visit, VisitId{2});
}

void tst_CallerAdapter::showsTheChatToOneVisit()
{
    const auto first = openPage();
    const auto second = openPage();
    const Message message{u"o-1"_s, Message::Author::Operator, u"Are you alone?"_s, m_clock.now()};

    m_caller->perform(ShowChat{{1}, inputs<Opened>().at(1).visit, {message}});

    QTRY_COMPARE(second->heard.size(), 1);
    const QJsonObject chat = second->heard.first();
    QCOMPARE(chat["kind"_L1].toString(), u"chat"_s);
    const QJsonObject line = chat["messages"_L1].toArray().first().toObject();
    QCOMPARE(line["id"_L1].toString(), u"o-1"_s);
    QCOMPARE(line["author"_L1].toString(), u"operator"_s);
    QCOMPARE(line["text"_L1].toString(), u"Are you alone?"_s);
    QCOMPARE(first->heard.size(), 0);
}

void tst_CallerAdapter::showsALineToEveryPageOfTheIncident()
{
    admit({2}, otherToken);
    const auto first = openPage();
    const auto second = openPage();
    const auto stranger = openPage(otherToken);

    m_caller->perform(ShowMessage{{1}, {u"a"_s, Message::Author::Caller, u"yes"_s, m_clock.now()}});
    m_caller->perform(ShowMessage{{2}, {u"b"_s, Message::Author::Caller, u"no"_s, m_clock.now()}});

    QTRY_COMPARE(first->heard.size(), 1);
    QTRY_COMPARE(second->heard.size(), 1);
    QTRY_COMPARE(stranger->heard.size(), 1);
    QCOMPARE(first->heard.first()["kind"_L1].toString(), u"message"_s);
    QCOMPARE(first->heard.first()["text"_L1].toString(), u"yes"_s);
    QCOMPARE(stranger->heard.first()["text"_L1].toString(), u"no"_s);
}

void tst_CallerAdapter::passesTheCameraAnswer()
{
    const auto page = openPage();
    QVERIFY(page);
    const VisitId visit = inputs<Opened>().at(0).visit;

    m_caller->perform(PassAnswer{{1}, visit, u"v=0\r\n"_s});
    m_caller->perform(PassCandidate{{1}, visit, 0, u"candidate:1 1 UDP 1 127.0.0.1 5000 typ host"_s});
    m_caller->perform(PassAnswer{{1}, VisitId{99}, u"v=0 of somebody else"_s});

    QTRY_COMPARE(page->heard.size(), 2);
    QCOMPARE(page->heard.at(0), QJsonObject({{u"kind"_s, u"answer"_s}, {u"sdp"_s, u"v=0\r\n"_s}}));
    QCOMPARE(page->heard.at(1)["line"_L1].toInt(-1), 0);
    QVERIFY(page->heard.at(1)["candidate"_L1].toString().startsWith("candidate:1"_L1));
}

void tst_CallerAdapter::endsThePagesOfAClosedIncident()
{
    admit({2}, otherToken);
    const auto page = openPage();
    const auto stranger = openPage(otherToken);

    m_caller->perform(RevokeTokens{{1}});

    QTRY_VERIFY(page->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(page->heard.last(), QJsonObject({{u"kind"_s, u"end"_s}}));
    QCOMPARE(stranger->state(), QAbstractSocket::ConnectedState);
    QVERIFY(stranger->heard.isEmpty());
}

void tst_CallerAdapter::cutsOffMalformedMessages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no JSON") << frame(1, "hello");
    QTest::newRow("unknown kind") << frame(1, R"({"kind":"sudo"})");
    QTest::newRow("flood") << frame(1, R"({"kind":"ping"})").repeated(41);
    QTest::newRow("binary") << frame(2, R"({"kind":"open"})");
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
    caller::Configuration configuration;
    configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
    configuration.pages = QStringLiteral(KNOCK_PAGES);
    configuration.web.port = m_caller->port();

    QCOMPARE(Caller(configuration, m_clock).start().error().kind, Error::Kind::Unreachable);
    configuration.pages = m_folder.filePath(u"none"_s);
    QCOMPARE(Caller(configuration, m_clock).start().error().kind, Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(tst_CallerAdapter)
#include "tst_calleradapter.moc"
