// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpfile.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::sms;

namespace {

const HttpForm::Marks marks{u"+8210"_s, u"가 \"{id}\" & \\ 1=2"_s, u"ab-7"_s, u"https://h:1/s/http?id=ab-7"_s};

} // namespace

/// What an agency writes down of its gateway, and what becomes of it.
class tst_HttpForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void escapesWhatStandsInTheAddress();
    void escapesWhatStandsInTheBody_data();
    void escapesWhatStandsInTheBody();
    void readsTheFile();
    void takesABodyOfJsonAsItIs();
    void takesTheExampleOfTheReadme();
    void refuses_data();
    void refuses();
    void saysWhenThereIsNoFile();
};

void tst_HttpForm::escapesWhatStandsInTheAddress()
{
    HttpForm form;
    form.url = u"https://a.example/{number}?t={text}&r={report}"_s;

    QCOMPARE(form.urlWith(marks).toEncoded(),
             "https://a.example/%2B8210?t=%EA%B0%80%20%22%7Bid%7D%22%20%26%20%5C%201%3D2"
             "&r=https%3A%2F%2Fh%3A1%2Fs%2Fhttp%3Fid%3Dab-7");
}

void tst_HttpForm::escapesWhatStandsInTheBody_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected");

    QTest::newRow("JSON") << QByteArray("application/json; charset=utf-8") << uR"({"to": "{number}", "t": "{text}"})"_s
                          << uR"({"to": "+8210", "t": "가 \"{id}\" & \\ 1=2"})"_s;
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << u"to={number}&t={text}"_s
                          << u"to=%2B8210&t=%EA%B0%80%20%22%7Bid%7D%22%20%26%20%5C%201%3D2"_s;
    QTest::newRow("plain") << QByteArray("Text/Plain") << u"{number} {text}"_s << u"+8210 가 \"{id}\" & \\ 1=2"_s;
}

void tst_HttpForm::escapesWhatStandsInTheBody()
{
    QFETCH(QByteArray, type);
    QFETCH(QString, body);
    QFETCH(QString, expected);
    HttpForm form;
    form.contentType = type;
    form.body = body;

    QCOMPARE(QString::fromUtf8(form.bodyWith(marks)), expected);
}

void tst_HttpForm::readsTheFile()
{
    const auto form = readHttpForm(R"json({
        "gateway": {"url": "https://a.example"},
        "gateway2": {
            "name": "mosquito", "method": "GET", "url": "https://b.example/?n={number}&t={text}&i={id}&r={report}",
            "headers": {"X-Key": "k"}, "timeout": 7.5, "repeatable": true, "answerId": "OK (.+)",
            "reportId": "mid", "reportState": "st", "delivered": ["D"], "failed": ["F", "X"]
        }})json",
                                   u"gateway2"_s, true);

    QVERIFY2(form, form ? "" : qPrintable(form.error().detail));
    QCOMPARE(form->name, u"mosquito"_s);
    QCOMPARE(form->method, "GET");
    QCOMPARE(form->headers, (QList<std::pair<QByteArray, QString>>{{"X-Key", u"k"_s}}));
    QCOMPARE(form->timeout, 7500ms);
    QVERIFY(form->isRepeatable);
    QCOMPARE(form->answerId, u"OK (.+)"_s);
    QCOMPARE(form->reportId, u"mid"_s);
    QCOMPARE(form->reportState, u"st"_s);
    QCOMPARE(form->delivered, QStringList{u"D"_s});
    QCOMPARE(form->failed, (QStringList{u"F"_s, u"X"_s}));
}

void tst_HttpForm::takesABodyOfJsonAsItIs()
{
    const auto form = readHttpForm(
        R"({"gateway": {"url": "https://a.example", "body": {"m": [{"to": "{number}", "t": "{text}"}]}}})",
        u"gateway"_s, false);

    QVERIFY2(form, form ? "" : qPrintable(form.error().detail));
    QCOMPARE(form->contentType, "application/json");
    const QJsonDocument body = QJsonDocument::fromJson(form->bodyWith(marks));
    QCOMPARE(body["m"_L1][0]["to"_L1].toString(), marks.number);
    QCOMPARE(body["m"_L1][0]["t"_L1].toString(), marks.text);
}

void tst_HttpForm::takesTheExampleOfTheReadme()
{
    QFile readme(QStringLiteral(SMS_README));
    QVERIFY(readme.open(QIODevice::ReadOnly));
    const QByteArray text = readme.readAll();
    const qsizetype begin = text.indexOf("```json\n") + 8;
    const QByteArray example = text.sliced(begin, text.indexOf("```", begin) - begin);

    for (const QString &section : {u"gateway"_s, u"gateway2"_s}) {
        const auto form = readHttpForm(example, section, true);
        QVERIFY2(form, form ? "" : qPrintable(form.error().detail));
    }
}

void tst_HttpForm::refuses_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QString>("named");

    const auto row = [](const char *name, const QByteArray &words, const QString &named) {
        QTest::newRow(name) << words << named;
    };
    const QByteArray good = R"("url": "https://a.example/?n={number}&t={text}")";
    row("unknown word", good + R"(, "ulr": "x")", u"ulr"_s);
    row("no address", R"("url": "nowhere {number} {text}")", u"address"_s);
    row("plain http", R"("url": "http://a.example/?n={number}&t={text}")", u"https"_s);
    row("a file", R"("url": "file:///tmp/{number}{text}")", u"address"_s);
    row("ftp", R"("url": "ftp://a.example/{number}{text}")", u"https"_s);
    row("the caller chooses the host", R"("url": "https://{number}.example/{text}")", u"fixed host"_s);
    row("password in the url", R"("url": "https://u:p@a.example/?n={number}&t={text}")", u"Authorization"_s);
    row("no number", R"("url": "https://a.example/?t={text}")", u"{number}"_s);
    row("no text", R"("url": "https://a.example/?n={number}")", u"{text}"_s);
    row("unknown mark", R"("url": "https://a.example/?n={number}&t={text}&x={sender}")", u"{sender}"_s);
    row("another method", good + R"(, "method": "PUT")", u"method"_s);
    row("a GET with a body", good + R"(, "method": "GET", "body": "x")", u"GET"_s);
    row("another content type", good + R"(, "body": "x", "contentType": "text/xml")", u"content type"_s);
    row("a header with a line break", good + R"(, "headers": {"A": "b\r\nC: d"})", u"header"_s);
    row("a header with a bad name", good + R"(, "headers": {"A b": "c"})", u"header"_s);
    row("the text in a header", good + R"(, "headers": {"A": "{text}"})", u"header"_s);
    row("a bad name", good + R"(, "name": "My gateway/1")", u"name"_s);
    row("a bad expression", good + R"(, "answerId": "(")", u"answerId"_s);
    row("repeatable without an id", good + R"(, "repeatable": true)", u"repeatable"_s);
    row("too long a wait", good + R"(, "timeout": 21)", u"timeout"_s);
    row("no wait", good + R"(, "timeout": 0)", u"timeout"_s);
    row("a number for a word", good + R"(, "reportId": 5)", u"reportId"_s);
    row("a word for a list", good + R"(, "delivered": "D")", u"delivered"_s);
    row("a list of something else", good + R"(, "failed": [5])", u"failed"_s);
    row("reports without a port", R"("url": "https://a.example/?n={number}&t={text}&r={report}")", u"reportPort"_s);
}

void tst_HttpForm::refuses()
{
    QFETCH(QByteArray, words);
    QFETCH(QString, named);

    const auto form = readHttpForm("{\"gateway\": {" + words + "}}", u"gateway"_s, false);

    QVERIFY(!form);
    QVERIFY2(form.error().detail.contains(named), qPrintable(form.error().detail));
}

void tst_HttpForm::saysWhenThereIsNoFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"sms.json"_s);

    QCOMPARE(loadHttpForm(path, u"gateway"_s, false).error().kind, Error::Kind::NotFound);
    QVERIFY(readHttpForm("{", u"gateway"_s, false).error().kind == Error::Kind::Malformed);
    QVERIFY(readHttpForm("{}", u"gateway"_s, false).error().detail.contains("gateway"_L1));
}

QTEST_GUILESS_MAIN(tst_HttpForm)
#include "tst_httpform.moc"
