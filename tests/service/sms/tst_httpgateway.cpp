// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpgateway.h"
#include "app/service/sms/kannel.h"
#include "tests/service/sms/fakesmsbox.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::sms;
using namespace knock::test;

namespace {

const QString password = u"pass wörd:&%"_s;
const QString number = u"+821012345678"_s;
const QString text = u"안내: 여기를 눌러 주세요 https://127.0.0.1:8443/Ab_-9"_s;

HttpForm formOf(const QUrl &url, std::chrono::milliseconds timeout = 5s)
{
    HttpForm form = kannel(url, u"knock"_s, password, false).value();
    form.timeout = timeout;
    return form;
}

} // namespace

class tst_HttpGateway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void posts();
    void acceptsWhatKannelAccepts_data();
    void acceptsWhatKannelAccepts();
    void saysWhyNot_data();
    void saysWhyNot();
    void saysHowLongToWait_data();
    void saysHowLongToWait();
    void doesNotFollowElsewhere();
    void waitsOnlySoLong_data();
    void waitsOnlySoLong();
    void endsAnAnswerWithoutEnd();
    void saysThatNobodyIsThere();
    void sendsATextOnceWhenTheGatewayHangsUp_data();
    void sendsATextOnceWhenTheGatewayHangsUp();
    void boundsWhatIsUnderway();
    void asksAsTheFormSays();
    void namesATextTheSameEachTimeAndNeverAnother();
    void readsTheGatewaysOwnId_data();
    void readsTheGatewaysOwnId();
    void mayGoWhileATextIsUnderway();

private:
    /// The only thing said of text 7, which must be a failure.
    Refusal refusalBy(HttpGateway &gateway);
};

Refusal tst_HttpGateway::refusalBy(HttpGateway &gateway)
{
    const QSignalSpy accepted(&gateway, &Gateway::accepted);
    QSignalSpy refused(&gateway, &Gateway::refused);

    gateway.send(7, number, text);

    if (refused.isEmpty())
        refused.wait();
    QCoreApplication::processEvents();
    if (refused.count() != 1 || accepted.count() != 0)
        qFatal("said %lld refusals, %lld acceptances", refused.count(), accepted.count());
    return refused.at(0).at(1).value<Refusal>();
}

void tst_HttpGateway::posts()
{
    FakeSmsbox smsbox(http("202 Accepted", "0: Accepted for delivery"));
    HttpGateway gateway(formOf(smsbox.url()));

    gateway.send(7, number, text);

    QTRY_COMPARE(smsbox.requests.size(), 1);
    const QByteArray request = smsbox.requests.first();
    const qsizetype headerEnd = request.indexOf("\r\n\r\n");
    QVERIFY(request.startsWith("POST /cgi-bin/sendsms HTTP/1.1\r\n"));
    QCOMPARE(QString::fromUtf8(request.mid(headerEnd + 4)), text);
    const QList<QByteArray> lines = request.left(headerEnd).toLower().split('\n');
    const auto has = [&](const QString &line) {
        return std::ranges::any_of(lines, [&](const QByteArray &each) { return each.trimmed() == line.toUtf8(); });
    };
    QVERIFY(has(u"x-kannel-username: knock"_s));
    QVERIFY(has(u"x-kannel-password: "_s + password));
    QVERIFY(has(u"x-kannel-to: +821012345678"_s));
    QVERIFY(has(u"x-kannel-coding: 2"_s));
    QVERIFY(has(u"content-type: text/plain; charset=utf-8"_s));
}

void tst_HttpGateway::acceptsWhatKannelAccepts_data()
{
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("accepted") << http("202 Accepted", "0: Accepted for delivery");
    QTest::newRow("queued") << http("202 Accepted", "3: Queued for later delivery");
    QTest::newRow("until the connection ends") << QByteArray("HTTP/1.0 202 OK\r\n\r\n0: Accepted for delivery");
    QTest::newRow("in chunks") << QByteArray("HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                             "2\r\n0:\r\nC\r\n Accepted for\r\n0\r\n\r\n");
}

void tst_HttpGateway::acceptsWhatKannelAccepts()
{
    QFETCH(QByteArray, answer);
    FakeSmsbox smsbox(answer);
    HttpGateway gateway(formOf(smsbox.url()));
    QSignalSpy accepted(&gateway, &Gateway::accepted);
    const QSignalSpy refused(&gateway, &Gateway::refused);

    gateway.send(7, number, text);

    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(accepted.at(0).at(0).value<quint64>(), 7u);
    QCOMPARE(refused.count(), 0);
}

void tst_HttpGateway::saysWhyNot_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<Refusal::Hope>("hope");

    using enum Error::Kind;
    using enum Refusal::Hope;
    QTest::newRow("wrong password") << http("403 Forbidden", "Authorization failed for sendsms") << Refused << None;
    QTest::newRow("asks for a password") << http("401 No", "", "WWW-Authenticate: Basic realm=\"x\"\r\n") << Refused
                                         << None;
    QTest::newRow("bad request") << http("400 Bad Request", "Empty text not allowed") << Malformed << None;
    QTest::newRow("no such path") << http("404 Not Found", "Unknown request") << NotFound << None;
    QTest::newRow("not paid") << http("402 Payment Required") << Refused << None;
    QTest::newRow("broken") << http("500 Internal Server Error", "5: Internal failure") << Broken << Later;
    QTest::newRow("for the moment") << http("503 Service Unavailable", "Temporal failure") << Unreachable << Later;
    QTest::newRow("too many") << http("429 Too Many Requests") << Unreachable << Later;
    QTest::newRow("nobody behind it answers") << http("504 Gateway Timeout") << Expired << Unknown;
    QTest::newRow("another server") << http("200 OK", "<html>Welcome</html>") << Broken << Unknown;
    QTest::newRow("accepted says who") << http("202 Accepted", "Welcome") << Broken << Unknown;
    QTest::newRow("no HTTP") << QByteArray("220 mail.example ESMTP\r\n") << Expired << Unknown;
    QTest::newRow("garbage") << QByteArray(5000, '\xff') << Expired << Unknown;
    QTest::newRow("nothing") << QByteArray() << Expired << Unknown;
    QTest::newRow("cut in the middle") << QByteArray("HTTP/1.1 202 Accep") << Expired << Unknown;
    QTest::newRow("no body") << QByteArray("HTTP/1.1 202 OK\r\nContent-Length: 24\r\n\r\n") << Broken << Unknown;
}

void tst_HttpGateway::saysWhyNot()
{
    QFETCH(QByteArray, answer);
    QFETCH(Error::Kind, kind);
    QFETCH(Refusal::Hope, hope);
    FakeSmsbox smsbox(answer);
    HttpGateway gateway(formOf(smsbox.url()));

    const Refusal refusal = refusalBy(gateway);

    QCOMPARE(refusal.why.kind, kind);
    QCOMPARE(refusal.hope, hope);
    for (const QString &secret : {password, number, u"1012345678"_s, u"https"_s, u"Ab_-9"_s})
        QVERIFY2(!refusal.why.detail.contains(secret), qPrintable(refusal.why.detail));
}

void tst_HttpGateway::saysHowLongToWait_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<std::chrono::seconds>("pause");

    QTest::newRow("none") << QByteArray() << 0s;
    QTest::newRow("seconds") << QByteArray("Retry-After: 17\r\n") << 17s;
    QTest::newRow("for ever") << QByteArray("Retry-After: 4000000000\r\n") << std::chrono::seconds(24h);
    QTest::newRow("a date") << QByteArray("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n") << 0s;
    QTest::newRow("less than nothing") << QByteArray("Retry-After: -5\r\n") << 0s;
}

void tst_HttpGateway::saysHowLongToWait()
{
    QFETCH(QByteArray, header);
    QFETCH(std::chrono::seconds, pause);
    FakeSmsbox smsbox(http("429 Too Many Requests", "", header));
    HttpGateway gateway(formOf(smsbox.url()));

    QCOMPARE(refusalBy(gateway).pause, pause);
}

void tst_HttpGateway::doesNotFollowElsewhere()
{
    FakeSmsbox elsewhere(http("202 Accepted", "0: Accepted for delivery"));
    FakeSmsbox smsbox(http("307 Temporary Redirect", "", "Location: " + elsewhere.url().toEncoded() + "\r\n"));
    HttpGateway gateway(formOf(smsbox.url()));

    const Refusal refusal = refusalBy(gateway);

    QCOMPARE(refusal.why.kind, Error::Kind::Broken);
    QVERIFY2(refusal.why.detail.contains("307"_L1), qPrintable(refusal.why.detail));
    QVERIFY(elsewhere.requests.isEmpty());
}

void tst_HttpGateway::waitsOnlySoLong_data()
{
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("says nothing") << QByteArray();
    QTest::newRow("half a header") << QByteArray("HTTP/1.1 202 OK\r\nContent-");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 202 OK\r\nContent-Length: 24\r\n\r\n0:");
}

void tst_HttpGateway::waitsOnlySoLong()
{
    QFETCH(QByteArray, answer);
    FakeSmsbox smsbox(answer, FakeSmsbox::Afterwards::StayOpen);
    HttpGateway gateway(formOf(smsbox.url(), 100ms));

    const Refusal refusal = refusalBy(gateway);

    QCOMPARE(refusal.why.kind, Error::Kind::Expired);
    QCOMPARE(refusal.hope, Refusal::Hope::Unknown);
}

void tst_HttpGateway::endsAnAnswerWithoutEnd()
{
    FakeSmsbox smsbox("HTTP/1.1 202 OK\r\n\r\n0: " + QByteArray(20'000'000, 'x'), FakeSmsbox::Afterwards::StayOpen);
    HttpGateway gateway(formOf(smsbox.url()));

    const Refusal refusal = refusalBy(gateway);

    QCOMPARE(refusal.hope, Refusal::Hope::Unknown);
    QVERIFY2(refusal.why.detail.contains("no end"_L1), qPrintable(refusal.why.detail));
}

void tst_HttpGateway::saysThatNobodyIsThere()
{
    QUrl url;
    {
        const FakeSmsbox gone(QByteArray{});
        url = gone.url();
    }
    HttpGateway gateway(formOf(url));

    const Refusal refusal = refusalBy(gateway);

    QCOMPARE(refusal.why.kind, Error::Kind::Unreachable);
    QCOMPARE(refusal.hope, Refusal::Hope::Later);
}

// A caller in hiding must not get three texts because a gateway is restarted.
void tst_HttpGateway::sendsATextOnceWhenTheGatewayHangsUp_data()
{
    QTest::addColumn<QByteArray>("method");

    QTest::newRow("POST") << QByteArray("POST");
    QTest::newRow("GET") << QByteArray("GET");
}

void tst_HttpGateway::sendsATextOnceWhenTheGatewayHangsUp()
{
    QFETCH(QByteArray, method);
    FakeSmsbox smsbox(QByteArray{});
    HttpForm form = formOf(smsbox.url());
    form.method = method;
    form.body = method == "GET" ? QString() : form.body;
    HttpGateway gateway(form);

    QCOMPARE(refusalBy(gateway).hope, Refusal::Hope::Unknown);

    QCOMPARE(smsbox.requests.size(), 1);
}

void tst_HttpGateway::boundsWhatIsUnderway()
{
    const FakeSmsbox smsbox(QByteArray{}, FakeSmsbox::Afterwards::StayOpen);
    HttpGateway gateway(formOf(smsbox.url()));
    const QSignalSpy refused(&gateway, &Gateway::refused);

    for (int i = 0; i < HttpGateway::mostUnderway; ++i)
        gateway.send(static_cast<quint64>(i), number, text);
    QCOMPARE(refused.count(), 0);
    gateway.send(1000, number, text);

    QCOMPARE(refused.count(), 1);
    QCOMPARE(refused.at(0).at(0).value<quint64>(), 1000u);
    QCOMPARE(refused.at(0).at(1).value<Refusal>().hope, Refusal::Hope::Later);
}

void tst_HttpGateway::asksAsTheFormSays()
{
    FakeSmsbox server(http("200 OK"));
    HttpForm form;
    form.name = u"http"_s;
    form.method = "GET";
    form.url = server.url().toString() + u"/send?to={number}&text={text}&ref={id}"_s;
    form.headers = {{"Authorization", u"Bearer abc"_s}};
    QVERIFY(form.check(false));
    HttpGateway gateway(form);
    const QSignalSpy accepted(&gateway, &Gateway::accepted);

    gateway.send(7, number, text);

    QTRY_COMPARE(accepted.count(), 1);
    const QByteArray request = server.requests.value(0);
    const QByteArray expected = "GET /send?to=%2B821012345678&text=" + QUrl::toPercentEncoding(text) + "&ref=";
    QVERIFY2(request.startsWith(expected), request.constData());
    QVERIFY(request.toLower().contains("authorization: bearer abc\r\n"));
}

void tst_HttpGateway::namesATextTheSameEachTimeAndNeverAnother()
{
    FakeSmsbox server(http("503 Busy"));
    HttpForm form = formOf(server.url());
    form.url = server.url().toString() + u"/{id}"_s;
    HttpGateway gateway(form);
    HttpGateway afterRestart(form);
    const auto named = [&server](qsizetype at) { return server.requests.at(at).split(' ').at(1); };

    (void)refusalBy(gateway);
    (void)refusalBy(gateway);
    (void)refusalBy(afterRestart);

    QCOMPARE(named(1), named(0));
    QVERIFY(named(2) != named(0));
}

void tst_HttpGateway::readsTheGatewaysOwnId_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isYes");

    QTest::newRow("pointer") << u"/messages/0/id"_s << QByteArray(R"({"messages": [{"id": "X1"}]})") << true;
    QTest::newRow("pointer to a number") << u"/id"_s << QByteArray(R"({"id": 9007199254740993})") << true;
    QTest::newRow("pointer to nothing") << u"/id"_s << QByteArray(R"({"error": "no credit"})") << false;
    QTest::newRow("pointer to more than one value") << u"/id"_s << QByteArray(R"({"id": {"a": 1}})") << false;
    QTest::newRow("pointer into garbage") << u"/id"_s << QByteArray("<html>") << false;
    QTest::newRow("expression") << u"^OK (\\S+)"_s << QByteArray("OK X1 sent") << true;
    QTest::newRow("expression without an id") << u"^OK"_s << QByteArray("OK") << true;
    QTest::newRow("another answer") << u"^OK (\\S+)"_s << QByteArray("ERR 5") << false;
}

void tst_HttpGateway::readsTheGatewaysOwnId()
{
    QFETCH(QString, where);
    QFETCH(QByteArray, answer);
    QFETCH(bool, isYes);
    FakeSmsbox server(http("200 OK", answer));
    HttpForm form = formOf(server.url());
    form.answerId = where;
    HttpGateway gateway(form);
    const QSignalSpy accepted(&gateway, &Gateway::accepted);
    const QSignalSpy refused(&gateway, &Gateway::refused);

    gateway.send(7, number, text);

    QTRY_COMPARE(accepted.count() + refused.count(), 1);
    QCOMPARE(accepted.count(), isYes ? 1 : 0);
}

void tst_HttpGateway::mayGoWhileATextIsUnderway()
{
    FakeSmsbox smsbox(QByteArray{}, FakeSmsbox::Afterwards::StayOpen);
    auto gateway = std::make_unique<HttpGateway>(formOf(smsbox.url()));
    gateway->send(7, number, text);
    QTRY_COMPARE(smsbox.requests.size(), 1);

    gateway.reset();

    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(tst_HttpGateway)
#include "tst_httpgateway.moc"
