// SPDX-License-Identifier: Apache-2.0
#include "app/service/held/held.h"
#include "app/service/web/certificate.h"
#include "app/service/web/server.h"
#include "tests/service/place/places.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;
using knock::held::Held;

namespace {

QByteArray locationResponse(const QByteArray &content)
{
    return "<?xml version=\"1.0\"?><locationResponse xmlns=\"urn:ietf:params:xml:ns:geopriv:held\">" + content
        + "</locationResponse>";
}

/// A document inside another has no declaration of its own.
QByteArray within(QByteArray document) { return document.sliced(document.indexOf("<presence")); }

} // namespace

/// Against a location server that answers well, badly and not at all.
class tst_Held : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void asksAsTheStandardSays();
    void tellsTheOneToBelieveLast();
    void goesOnWithoutALocation_data();
    void goesOnWithoutALocation();
    void doesNotWaitForEver();
    void asksNobodyElse();
    void trustsNoUnknownCertificate();
    void followsNoRedirection();
    void endsWhileItAsks();

private:
    void make(std::chrono::milliseconds timeout = 5s, const QSslConfiguration &tls = trustingTls())
    {
        const QString host = u"127.0.0.1:%1"_s.arg(m_server->port());
        m_held = std::make_unique<Held>(held::Configuration{.hosts = {host}, .timeout = timeout, .tls = tls}, m_clock);
        connect(m_held.get(), &Adapter::input, this,
                [this](const Input &input) { m_located.push_back(std::get<Located>(input)); });
    }
    void ask(const QString &path = u"/held"_s)
    {
        m_held->perform(Dereference{{7}, QUrl(u"https://127.0.0.1:%1"_s.arg(m_server->port()) + path)});
    }
    static void expectComplaint(const QString &what)
    {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"^Incident 7 - no location from elsewhere: .*"_s + what));
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<web::Server> m_server;
    std::unique_ptr<Held> m_held;
    web::Response m_answer;
    bool m_isSilent = false;
    std::vector<web::Request> m_requests;
    std::vector<Located> m_located;
};

void tst_Held::initTestCase()
{
    const QString certificate = m_folder.filePath(u"certificate.pem"_s);
    QVERIFY(web::ensureCertificate(certificate, m_folder.filePath(u"key.pem"_s), {}, WallClock()));
}

void tst_Held::init()
{
    QTest::failOnWarning();
    m_answer = {.status = 200, .contentType = "application/held+xml", .headers = {}, .body = {}};
    m_isSilent = false;
    m_requests.clear();
    m_located.clear();
    m_server = std::make_unique<web::Server>();
    web::Configuration configuration;
    configuration.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    configuration.keyFile = m_folder.filePath(u"key.pem"_s);
    QVERIFY(m_server->start(configuration));
    connect(m_server.get(), &web::Server::requested, this, [this](web::RequestId id, const web::Request &request) {
        m_requests.push_back(request);
        if (!m_isSilent)
            m_server->respond(id, m_answer);
    });
    make();
}

void tst_Held::cleanup()
{
    m_held.reset();
    m_server.reset();
}

void tst_Held::asksAsTheStandardSays()
{
    m_answer.body = locationResponse(within(presence(device(circle("36.5 124.5", "50")))));

    ask(u"/held?ref=abc%20d"_s);

    QTRY_COMPARE(m_located.size(), 1u);
    const Fix expected{.latitude = 36.5,
                       .longitude = 124.5,
                       .radius = Metres{50},
                       .source = Fix::Source::Sip,
                       .at = QDateTime::fromString(u"2007-06-22T20:57:29Z"_s, Qt::ISODate)};
    QCOMPARE(m_located.front().incident, IncidentId{7});
    QCOMPARE(m_located.front().fix, expected);
    QCOMPARE(m_requests.size(), 1u);
    QCOMPARE(m_requests.front().method, "POST");
    QCOMPARE(m_requests.front().target, "/held?ref=abc%20d");
    QVERIFY(m_requests.front().body.contains("<locationRequest xmlns=\"urn:ietf:params:xml:ns:geopriv:held\""));
}

void tst_Held::tellsTheOneToBelieveLast()
{
    m_answer.body = presence(device(circle("36 124", "1")) + device(circle("36 124", "2")));

    ask();

    QTRY_COMPARE(m_located.size(), 2u);
    QCOMPARE(m_located.back().fix.radius, Metres{1});
}

void tst_Held::goesOnWithoutALocation_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("complaint");
    const QByteArray good = presence(device(circle("36.5 124.5", "50")));
    QTest::newRow("server error") << 500 << good << u"HTTP status 500"_s;
    QTest::newRow("not found") << 404 << good << u"HTTP status 404"_s;
    QTest::newRow("another success") << 203 << good << u"HTTP status 203"_s;
    QTest::newRow("error of HELD")
        << 200 << "<error xmlns=\"urn:ietf:params:xml:ns:geopriv:held\" code=\"locationUnknown\"/>"_ba
        << u"without a position"_s;
    QTest::newRow("garbled") << 200 << good.chopped(20) << u"no XML"_s;
    QTest::newRow("nothing") << 200 << ""_ba << u"no XML"_s;
    QTest::newRow("endless") << 200 << good + QByteArray(Held::longestAnswer, ' ') << u"no end"_s;
}

void tst_Held::goesOnWithoutALocation()
{
    QFETCH(const QString, complaint);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    m_answer.status = status;
    m_answer.body = body;
    expectComplaint(complaint);

    ask();

    QTRY_VERIFY(m_held->isIdle());
    m_answer = {.status = 200, .contentType = {}, .headers = {}, .body = presence(device(circle("36 124", "5")))};
    ask();
    QTRY_COMPARE(m_located.size(), 1u);
    QCOMPARE(m_located.front().fix.radius, Metres{5});
}

void tst_Held::doesNotWaitForEver()
{
    m_isSilent = true;
    make(200ms);
    expectComplaint(u"no answer in time"_s);

    ask();

    QVERIFY(!m_held->isIdle());
    QTRY_VERIFY(m_held->isIdle());
    QVERIFY(m_located.empty());
}

void tst_Held::asksNobodyElse()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a location elsewhere"_s));
    const QString elsewhere = u"https://localhost:%1/held"_s.arg(m_server->port());

    m_held->perform(Dereference{{7}, QUrl(elsewhere)});
    m_held->perform(AnswerLine{{1}}); // another adapter's
    m_answer.body = presence(device(circle("36 124", "5")));
    ask();

    QTRY_COMPARE(m_located.size(), 1u);
    QCOMPARE(m_requests.size(), 1u);
}

void tst_Held::trustsNoUnknownCertificate()
{
    make(5s, QSslConfiguration::defaultConfiguration());
    expectComplaint(u"HTTP status 0"_s);

    ask();

    QTRY_VERIFY(m_held->isIdle());
    QVERIFY(m_requests.empty());
}

void tst_Held::followsNoRedirection()
{
    m_answer.status = 302;
    m_answer.headers = {{"Location", "https://127.0.0.1:" + QByteArray::number(m_server->port()) + "/other"}};
    expectComplaint(u"HTTP status 302"_s);

    ask();

    QTRY_VERIFY(m_held->isIdle());
    QCOMPARE(m_requests.size(), 1u);
}

void tst_Held::endsWhileItAsks()
{
    m_isSilent = true;
    ask();
    QTRY_COMPARE(m_requests.size(), 1u);

    m_held.reset();

    QVERIFY(m_located.empty());
}

QTEST_GUILESS_MAIN(tst_Held)
#include "tst_held.moc"
