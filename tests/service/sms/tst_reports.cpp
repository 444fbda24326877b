// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpgateway.h"
#include "app/service/sms/reports.h"
#include "tests/service/sms/fakesmsbox.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::sms;
using namespace knock::test;

/// What a gateway says of a text later, over real HTTPS.
class tst_Reports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void cleanup() { m_gateway.reset(); }
    void understands_data();
    void understands();
    void understandsTheGatewaysOwnId();
    void tellsNobodyWithoutTheSecret_data();
    void tellsNobodyWithoutTheSecret();
    void hasAnotherSecretEachTime();
    void aGatewayThatCannotProveItselfGetsNoText();

private:
    /// Sends text 7 by a gateway that may report; what it was told as {report}.
    QByteArray send(HttpForm form = {}, const QByteArray &answer = http("200 OK"));
    [[nodiscard]] QByteArray ask(const QByteArray &target, const QByteArray &body = {})
    {
        WebClient client(m_reports->port());
        const bool said = client.say("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                     + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return said ? client.answer() : QByteArray();
    }

    const ManualClock m_clock;
    const QTemporaryDir m_folder;
    Reports::Configuration m_configuration;
    std::unique_ptr<Reports> m_reports;
    std::unique_ptr<HttpGateway> m_gateway;
};

void tst_Reports::initTestCase()
{
    m_configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
    m_configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
    m_configuration.host = u"knock.example"_s;
    m_reports = std::make_unique<Reports>(m_configuration, m_clock);
    const auto started = m_reports->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
}

QByteArray tst_Reports::send(HttpForm form, const QByteArray &answer)
{
    FakeSmsbox server(answer);
    form.name = u"http"_s;
    form.url = server.url().toString();
    form.contentType = "text/plain";
    form.body = u"{report}"_s;
    form.delivered = {u"DELIVERED"_s, u"1"_s};
    form.failed = {u"REJECTED"_s};
    m_gateway = std::make_unique<HttpGateway>(form, m_reports.get());
    QSignalSpy accepted(m_gateway.get(), &Gateway::accepted);
    m_gateway->send(7, u"010"_s, u"text"_s);
    if (!accepted.wait())
        qFatal("the text was not accepted");
    const QByteArray address = server.requests.first().split('\n').last();
    const QByteArray origin = "https://knock.example:" + QByteArray::number(m_reports->port());
    return address.startsWith(origin) ? address.sliced(origin.size()) : QByteArray();
}

void tst_Reports::understands_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");

    const QString state = u"state"_s;
    QTest::newRow("query") << state << QByteArray("&state=DELIVERED") << QByteArray() << QByteArray("delivered");
    QTest::newRow("small letters") << state << QByteArray("&state=delivered") << QByteArray()
                                   << QByteArray("delivered");
    QTest::newRow("form") << state << QByteArray() << QByteArray("a=b&state=REJECTED") << QByteArray("undelivered");
    QTest::newRow("JSON") << u"/r/0/s"_s << QByteArray() << QByteArray(R"({"r": [{"s": "DELIVERED"}]})")
                          << QByteArray("delivered");
    QTest::newRow("a number") << u"/s"_s << QByteArray() << QByteArray(R"({"s": 1})") << QByteArray("delivered");
    QTest::newRow("on its way") << state << QByteArray("&state=BUFFERED") << QByteArray() << QByteArray();
    QTest::newRow("no state") << state << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("another's id in the body")
        << state << QByteArray() << QByteArray("id=x&state=DELIVERED") << QByteArray("delivered");
    QTest::newRow("garbage") << u"/a/b"_s << QByteArray("&&=&%zz") << QByteArray("{\"a\": [[[") << QByteArray();
    QTest::newRow("deep") << u"/a"_s << QByteArray() << QByteArray(15'000, '[') << QByteArray();
}

void tst_Reports::understands()
{
    QFETCH(QString, field);
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    HttpForm form;
    form.reportState = field;
    const QByteArray address = send(form);
    const QSignalSpy delivered(m_gateway.get(), &Gateway::delivered);
    const QSignalSpy undelivered(m_gateway.get(), &Gateway::undelivered);

    QVERIFY(ask(address + query, body).startsWith("HTTP/1.1 200"));

    QTRY_COMPARE(delivered.count(), expected == "delivered" ? 1 : 0);
    QCOMPARE(undelivered.count(), expected == "undelivered" ? 1 : 0);
    for (const QSignalSpy *spy : {&delivered, &undelivered}) {
        if (spy->count() > 0)
            QCOMPARE(spy->at(0).at(0).value<quint64>(), 7u);
    }
}

void tst_Reports::understandsTheGatewaysOwnId()
{
    HttpForm form;
    form.answerId = u"/id"_s;
    form.reportId = u"msgid"_s;
    const QByteArray address = send(form, http("200 OK", R"({"id": "X1"})"));
    const QByteArray bare = address.first(address.indexOf('?'));
    const QSignalSpy delivered(m_gateway.get(), &Gateway::delivered);

    QVERIFY(ask(bare + "?msgid=X1&state=DELIVERED").startsWith("HTTP/1.1 200"));
    QVERIFY(ask(bare + "?msgid=X2&state=DELIVERED").startsWith("HTTP/1.1 200"));

    QCOMPARE(delivered.count(), 1);
    QCOMPARE(delivered.at(0).at(0).value<quint64>(), 7u);
}

void tst_Reports::tellsNobodyWithoutTheSecret_data()
{
    QTest::addColumn<QByteArray>("path");

    QTest::newRow("nothing") << QByteArray("/");
    QTest::newRow("no secret") << QByteArray("//http?id=%1&state=DELIVERED");
    QTest::newRow("a wrong secret") << QByteArray("/AAAAAAAAAAAAAAAAAAAAAA/http?id=%1&state=DELIVERED");
    QTest::newRow("half of it") << QByteArray("/%2/http?id=%1&state=DELIVERED");
    QTest::newRow("in the query") << QByteArray("/?x=%2/http?id=%1&state=DELIVERED");
}

void tst_Reports::tellsNobodyWithoutTheSecret()
{
    QFETCH(QByteArray, path);
    const QByteArray address = send();
    const QByteArray id = address.sliced(address.indexOf("?id=") + 4);
    const QByteArray half = address.sliced(1, 11);
    const QSignalSpy delivered(m_gateway.get(), &Gateway::delivered);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Dropped a delivery report from nobody"_s));
    Reports::Configuration configuration = m_configuration;
    configuration.secret = address.sliced(1).split('/').first();
    Reports reports(configuration, m_clock);
    QVERIFY(reports.start());
    const QSignalSpy came(&reports, &Reports::came);
    WebClient client(reports.port());

    const QByteArray answer = client.get(path.replace("%1", id).replace("%2", half));

    QVERIFY2(answer.startsWith("HTTP/1.1 404"), answer.constData());
    QCOMPARE(came.count(), 0);
    QCOMPARE(delivered.count(), 0);
}

void tst_Reports::hasAnotherSecretEachTime()
{
    const Reports one({}, m_clock);
    const Reports other({}, m_clock);

    QVERIFY(one.address(u"x"_s) != other.address(u"x"_s));
    QCOMPARE(one.address(u"x"_s).section(u'/', 3, 3).size(), 22); // 128 bits
}

// Its certificate is its own. That nothing was sent is known, so another gateway may have the text.
void tst_Reports::aGatewayThatCannotProveItselfGetsNoText()
{
    HttpForm form;
    form.url = u"https://127.0.0.1:%1/"_s.arg(m_reports->port());
    form.contentType = "text/plain";
    form.body = u"{text}"_s;
    HttpGateway gateway(form);
    QSignalSpy refused(&gateway, &Gateway::refused);

    gateway.send(7, u"010"_s, u"text"_s);

    QVERIFY(refused.wait());
    QCOMPARE(refused.at(0).at(1).value<Refusal>().why.kind, Error::Kind::Unreachable);
    QCOMPARE(refused.at(0).at(1).value<Refusal>().hope, Refusal::Hope::Later);
}

QTEST_GUILESS_MAIN(tst_Reports)
#include "tst_reports.moc"
