// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/message.h"
#include "tests/service/aml/messages.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::aml;
using namespace knock::test;

/// What a request comes to, without any network.
class tst_Message : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void takesAForm();
    void takesAText_data();
    void takesAText();
    void refuses_data();
    void refuses();
    void takesNothingWithoutASecret();

private:
    [[nodiscard]] static Reading readThis(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                                          const Secrets &secrets = {.key = amlKey, .sms = smsSecret})
    {
        web::Request request;
        request.method = method;
        request.target = target;
        request.body = body;
        return aml::read(request, secrets, QDateTime::fromString(u"2026-01-02T03:40:00Z"_s, Qt::ISODate));
    }
};

void tst_Message::takesAForm()
{
    const Reading reading = readThis("POST", "/aml", signedForm());

    QCOMPARE(reading.status, 200);
    QVERIFY(reading.located);
    QCOMPARE(reading.located->number, u"+821012345678"_s);
    QCOMPARE(reading.located->fix.latitude, 36.01);
    QCOMPARE(reading.located->fix.source, Fix::Source::Aml);
}

void tst_Message::takesAText_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    const QByteArray text = smsText();
    QTest::newRow("in the address") << "GET"_ba
                                    << "/sms?from=%2B821012345678&secret=s%26%20cret&text=" + text.toPercentEncoding()
                                    << ""_ba;
    QTest::newRow("as the body") << "POST"_ba << "/sms?secret=s%26+cret&from=%2B821012345678"_ba << text;
    QTest::newRow("of a name twice, the first")
        << "POST"_ba << "/sms?secret=s%26+cret&from=%2B821012345678&from=1&secret=x"_ba << text;
}

void tst_Message::takesAText()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);

    const Reading reading = readThis(method, target, body);

    QCOMPARE(reading.status, 200);
    QVERIFY2(reading.located, reading.located ? "" : qPrintable(reading.located.error().detail));
    QCOMPARE(reading.located->number, u"+821012345678"_s);
    QCOMPARE(reading.located->fix.radius, Metres{52});
}

void tst_Message::refuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<Error::Kind>("kind");
    const auto row
        = [](const char *name, const QByteArray &method, const QByteArray &target, const QByteArray &body, int status,
             Error::Kind kind) { QTest::newRow(name) << method << target << body << status << kind; };
    const QByteArray sms = "/sms?from=%2B821012345678&secret=s%26+cret";
    row("form without a signature", "POST", "/aml", "device_number=1&location_latitude=1&location_longitude=2", 200,
        Error::Kind::Refused);
    row("form that was changed", "POST", "/aml", signedForm().replace("36.01", "36.02"), 200, Error::Kind::Refused);
    row("form of another key", "POST", "/aml", signedForm("another"), 200, Error::Kind::Refused);
    row("form of no number", "POST", "/aml", signedForm(amlKey, "location_latitude=1&location_longitude=2"), 200,
        Error::Kind::Malformed);
    row("form without a location", "POST", "/aml", signedForm(amlKey, "device_number=0101234567"), 200,
        Error::Kind::NotFound);
    row("form off the earth", "POST", "/aml",
        signedForm(amlKey, "device_number=0101234567&location_latitude=91&location_longitude=2"), 200,
        Error::Kind::Malformed);
    row("form in the address", "GET", "/aml?" + signedForm(), {}, 405, Error::Kind::Malformed);
    row("SMS without a secret", "POST", "/sms?from=%2B821012345678", smsText(), 200, Error::Kind::Refused);
    row("SMS with a wrong secret", "POST", "/sms?from=%2B821012345678&secret=s%26+cre", smsText(), 200,
        Error::Kind::Refused);
    row("SMS with an empty secret", "POST", "/sms?from=%2B821012345678&secret=", smsText(), 200, Error::Kind::Refused);
    row("SMS of nobody", "POST", "/sms?secret=s%26+cret", smsText(), 200, Error::Kind::Malformed);
    row("SMS of an endless number", "POST", "/sms?secret=s%26+cret&from=" + QByteArray(50, '1'), smsText(), 200,
        Error::Kind::Malformed);
    row("SMS that is none of these", "POST", sms, "Please help", 200, Error::Kind::Malformed);
    row("SMS that lost its end", "POST", sms, smsText().chopped(9), 200, Error::Kind::Malformed);
    row("SMS of no kind", "DELETE", sms, smsText(), 405, Error::Kind::Malformed);
    row("something else", "GET", "/", {}, 404, Error::Kind::Malformed);
    row("something that begins alike", "POST", "/amlx", signedForm(), 404, Error::Kind::Malformed);
    row("nothing", "", "", {}, 404, Error::Kind::Malformed);
}

void tst_Message::refuses()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);

    const Reading reading = readThis(method, target, body);

    QTEST(reading.status, "status");
    QVERIFY(!reading.located);
    QTEST(reading.located.error().kind, "kind");
}

void tst_Message::takesNothingWithoutASecret()
{
    QCOMPARE(readThis("POST", "/aml", signedForm(""), {}).located.error().kind, Error::Kind::Refused);
    QCOMPARE(readThis("POST", "/sms?from=01012345678&secret=", smsText(), {}).located.error().kind,
             Error::Kind::Refused);
}

QTEST_GUILESS_MAIN(tst_Message)
#include "tst_message.moc"
