// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/kannelgateway.h"
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

QByteArray http(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size())
        + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

class tst_KannelGateway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void posts();
    void acceptsWhatKannelAccepts_data();
    void acceptsWhatKannelAccepts();
    void saysWhyNot_data();
    void saysWhyNot();
    void doesNotFollowElsewhere();
    void waitsOnlySoLong_data();
    void waitsOnlySoLong();
    void endsAnAnswerWithoutEnd();
    void saysThatNobodyIsThere();
    void sendsATextOnceWhenTheGatewayHangsUp();
    void boundsWhatIsUnderway();
    void refusesImpossibleSettings_data();
    void refusesImpossibleSettings();
    void mayGoWhileATextIsUnderway();

private:
    static KannelGateway::Configuration settings(const QUrl &url, std::chrono::milliseconds timeout = 5s)
    {
        return {.url = url, .user = u"knock"_s, .password = password, .sender = u"1000"_s, .timeout = timeout};
    }
    /// The only thing said of text 7, which must be a failure.
    Error failureOf(KannelGateway &gateway);
};

Error tst_KannelGateway::failureOf(KannelGateway &gateway)
{
    const QSignalSpy accepted(&gateway, &Gateway::accepted);
    QSignalSpy failed(&gateway, &Gateway::failed);

    gateway.send(7, number, text);

    if (failed.isEmpty())
        failed.wait();
    QCoreApplication::processEvents();
    if (failed.count() != 1 || accepted.count() != 0)
        return {Error::Kind::Broken, u"said %1 failures, %2 acceptances"_s.arg(failed.count()).arg(accepted.count())};
    return failed.at(0).at(1).value<Error>();
}

void tst_KannelGateway::posts()
{
    FakeSmsbox smsbox(http("202 Accepted", "0: Accepted for delivery"));
    KannelGateway gateway(settings(smsbox.url()));
    QVERIFY(gateway.start());

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
    QVERIFY(has(u"x-kannel-from: 1000"_s));
    QVERIFY(has(u"x-kannel-coding: 2"_s));
    QVERIFY(has(u"content-type: text/plain; charset=utf-8"_s));
}

void tst_KannelGateway::acceptsWhatKannelAccepts_data()
{
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("accepted") << http("202 Accepted", "0: Accepted for delivery");
    QTest::newRow("queued") << http("202 Accepted", "3: Queued for later delivery");
    QTest::newRow("until the connection ends") << QByteArray("HTTP/1.0 202 OK\r\n\r\n0: Accepted for delivery");
    QTest::newRow("in chunks") << QByteArray("HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                             "2\r\n0:\r\nC\r\n Accepted for\r\n0\r\n\r\n");
}

void tst_KannelGateway::acceptsWhatKannelAccepts()
{
    QFETCH(QByteArray, answer);
    FakeSmsbox smsbox(answer);
    KannelGateway gateway(settings(smsbox.url()));
    QSignalSpy accepted(&gateway, &Gateway::accepted);
    const QSignalSpy failed(&gateway, &Gateway::failed);

    gateway.send(7, number, text);

    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(accepted.at(0).at(0).value<quint64>(), 7u);
    QCOMPARE(failed.count(), 0);
}

void tst_KannelGateway::saysWhyNot_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<Error::Kind>("kind");

    using enum Error::Kind;
    QTest::newRow("wrong password") << http("403 Forbidden", "Authorization failed for sendsms") << Refused;
    QTest::newRow("asks for a password") << http("401 No", "", "WWW-Authenticate: Basic realm=\"x\"\r\n") << Refused;
    QTest::newRow("bad request") << http("400 Bad Request", "Empty text not allowed") << Malformed;
    QTest::newRow("no such path") << http("404 Not Found", "Unknown request") << NotFound;
    QTest::newRow("broken") << http("500 Internal Server Error", "5: Internal failure") << Broken;
    QTest::newRow("for the moment") << http("503 Service Unavailable", "Temporal failure") << Unreachable;
    QTest::newRow("another server") << http("200 OK", "<html>Welcome</html>") << Broken;
    QTest::newRow("accepted says who") << http("202 Accepted", "Welcome") << Broken;
    QTest::newRow("no HTTP") << QByteArray("220 mail.example ESMTP\r\n") << Unreachable;
    QTest::newRow("nothing") << QByteArray() << Unreachable;
    QTest::newRow("cut in the middle") << QByteArray("HTTP/1.1 202 Accep") << Unreachable;
    QTest::newRow("no body") << QByteArray("HTTP/1.1 202 OK\r\nContent-Length: 24\r\n\r\n") << Broken;
}

void tst_KannelGateway::saysWhyNot()
{
    QFETCH(QByteArray, answer);
    QFETCH(Error::Kind, kind);
    FakeSmsbox smsbox(answer);
    KannelGateway gateway(settings(smsbox.url()));

    const Error why = failureOf(gateway);

    QCOMPARE(why.kind, kind);
    for (const QString &secret : {password, number, u"1012345678"_s, u"https"_s, u"Ab_-9"_s})
        QVERIFY2(!why.detail.contains(secret), qPrintable(why.detail));
}

void tst_KannelGateway::doesNotFollowElsewhere()
{
    FakeSmsbox elsewhere(http("202 Accepted", "0: Accepted for delivery"));
    FakeSmsbox smsbox(http("307 Temporary Redirect", "", "Location: " + elsewhere.url().toEncoded() + "\r\n"));
    KannelGateway gateway(settings(smsbox.url()));

    const Error why = failureOf(gateway);

    QCOMPARE(why.kind, Error::Kind::Broken);
    QVERIFY2(why.detail.contains("307"_L1), qPrintable(why.detail));
    QVERIFY(elsewhere.requests.isEmpty());
}

void tst_KannelGateway::waitsOnlySoLong_data()
{
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("says nothing") << QByteArray();
    QTest::newRow("half a header") << QByteArray("HTTP/1.1 202 OK\r\nContent-");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 202 OK\r\nContent-Length: 24\r\n\r\n0:");
}

void tst_KannelGateway::waitsOnlySoLong()
{
    QFETCH(QByteArray, answer);
    FakeSmsbox smsbox(answer, FakeSmsbox::Afterwards::StayOpen);
    KannelGateway gateway(settings(smsbox.url(), 100ms));

    const Error why = failureOf(gateway);

    QCOMPARE(why.kind, Error::Kind::Unreachable);
    QVERIFY2(why.detail.contains("in time"_L1), qPrintable(why.detail));
}

void tst_KannelGateway::endsAnAnswerWithoutEnd()
{
    FakeSmsbox smsbox("HTTP/1.1 202 OK\r\n\r\n0: " + QByteArray(20'000'000, 'x'), FakeSmsbox::Afterwards::StayOpen);
    KannelGateway gateway(settings(smsbox.url()));

    const Error why = failureOf(gateway);

    QCOMPARE(why.kind, Error::Kind::Malformed);
    QVERIFY2(why.detail.contains("no end"_L1), qPrintable(why.detail));
}

void tst_KannelGateway::saysThatNobodyIsThere()
{
    QUrl url;
    {
        const FakeSmsbox gone({});
        url = gone.url();
    }
    KannelGateway gateway(settings(url));

    QCOMPARE(failureOf(gateway).kind, Error::Kind::Unreachable);
}

// A caller in hiding must not get three texts because a gateway is restarted.
void tst_KannelGateway::sendsATextOnceWhenTheGatewayHangsUp()
{
    FakeSmsbox smsbox({});
    KannelGateway gateway(settings(smsbox.url()));

    QCOMPARE(failureOf(gateway).kind, Error::Kind::Unreachable);

    QCOMPARE(smsbox.requests.size(), 1);
}

void tst_KannelGateway::boundsWhatIsUnderway()
{
    const FakeSmsbox smsbox({}, FakeSmsbox::Afterwards::StayOpen);
    KannelGateway gateway(settings(smsbox.url()));
    const QSignalSpy failed(&gateway, &Gateway::failed);

    for (int i = 0; i < KannelGateway::mostUnderway; ++i)
        gateway.send(static_cast<quint64>(i), number, text);
    QCOMPARE(failed.count(), 0);
    gateway.send(1000, number, text);

    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.at(0).at(0).value<quint64>(), 1000u);
    QCOMPARE(failed.at(0).at(1).value<Error>().kind, Error::Kind::Full);
}

void tst_KannelGateway::refusesImpossibleSettings_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("good");

    QTest::newRow("good") << u"http://127.0.0.1:13013"_s << u"knock"_s << true;
    QTest::newRow("good with path") << u"https://sms.example/kannel"_s << u"knöck"_s << true;
    QTest::newRow("nothing") << QString() << u"knock"_s << false;
    QTest::newRow("no host") << u"http:///cgi-bin"_s << u"knock"_s << false;
    QTest::newRow("a file") << u"file:///etc/passwd"_s << u"knock"_s << false;
    QTest::newRow("line break") << u"http://127.0.0.1"_s << u"a\r\nX-Kannel-To: 1"_s << false;
}

void tst_KannelGateway::refusesImpossibleSettings()
{
    QFETCH(QString, url);
    QFETCH(QString, user);
    QFETCH(bool, good);
    KannelGateway gateway({.url = QUrl(url), .user = user, .password = password});

    QCOMPARE(gateway.start().has_value(), good);
}

void tst_KannelGateway::mayGoWhileATextIsUnderway()
{
    FakeSmsbox smsbox({}, FakeSmsbox::Afterwards::StayOpen);
    auto gateway = std::make_unique<KannelGateway>(settings(smsbox.url()));
    gateway->send(7, number, text);
    QTRY_COMPARE(smsbox.requests.size(), 1);

    gateway.reset();

    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(tst_KannelGateway)
#include "tst_kannelgateway.moc"
