// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/httpgateway.h"
#include "tests/service/sms/fakesmsbox.h"
#include "tests/service/sms/smsfixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::sms;
using namespace knock::test;

namespace {

const QByteArray yes = http("200 OK", R"({"id": "X1"})");
const QByteArray broken = http("500 Internal Server Error");
const QByteArray busy = http("503 Service Unavailable");

} // namespace

/// One order of a text, and gateways on this machine that go wrong.
class tst_SmsFaults : public SmsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_sms.reset(); }
    void aGatewayRecovers();
    void aBusyGatewayIsLeftAlone();
    void theSecondTakesOver_data();
    void theSecondTakesOver();
    void aSlowGatewayIsNotAskedTwice();
    void aRepeatableGatewayIsAskedUnderTheSameId();
    void wrongCredentialsAreNotTriedAgain();
    void bothAreDown();

private:
    /// Orders one text of gateways that listen at \a urls.
    void order(const QList<QUrl> &urls, bool isRepeatable = false);
    void expectThatItMayArriveTwice()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Text 1 may arrive twice"_s));
    }
    [[nodiscard]] static QUrl nobody() { return FakeSmsbox(QByteArray()).url(); }

    std::unique_ptr<Sms> m_sms;
};

void tst_SmsFaults::order(const QList<QUrl> &urls, bool isRepeatable)
{
    std::vector<std::unique_ptr<Gateway>> gateways;
    for (const QUrl &url : urls) {
        HttpForm form;
        form.name = u"g%1"_s.arg(gateways.size() + 1);
        form.url = url.toString();
        form.contentType = "application/json";
        form.body = uR"({"to": "{number}", "text": "{text}", "ref": "{id}"})"_s;
        form.answerId = u"/id"_s;
        form.isRepeatable = isRepeatable;
        form.timeout = 300ms;
        gateways.push_back(std::make_unique<HttpGateway>(form));
    }
    m_sms = std::make_unique<Sms>(std::move(gateways), Sms::Configuration{.patience = {.first = 10ms, .whole = 2s}});
    follow(*m_sms);
    m_sms->perform(m_text);
}

void tst_SmsFaults::aGatewayRecovers()
{
    const FakeSmsbox server({broken, broken, yes});

    order({server.url()});

    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by g1"_s, u"7 delayed by g1"_s, u"7 accepted by g1"_s}));
    QCOMPARE(m_isWell, (QList<bool>{false, true}));
    QCOMPARE(server.requests.size(), 3);
}

void tst_SmsFaults::aBusyGatewayIsLeftAlone()
{
    const FakeSmsbox server({http("429 Too Many Requests", "", "Retry-After: 1\r\n"), yes});
    QElapsedTimer time;
    time.start();

    order({server.url()});

    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by g1"_s, u"7 accepted by g1"_s}));
    QVERIFY(time.durationElapsed() >= 1s);
}

void tst_SmsFaults::theSecondTakesOver_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("tries"); // of the first
    QTest::addColumn<bool>("isPerhapsTaken");

    QTest::newRow("broken") << broken << 2 << false;
    QTest::newRow("busy") << busy << 2 << false;
    QTest::newRow("busy for an hour") << http("429 Too Many", "", "Retry-After: 3600\r\n") << 1 << false;
    QTest::newRow("wrong credentials") << http("401 Unauthorized") << 1 << false;
    QTest::newRow("hangs up") << QByteArray() << 1 << true;
    QTest::newRow("hangs up in the middle") << QByteArray("HTTP/1.1 200 O") << 1 << true;
    QTest::newRow("hangs up in the answer")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\": ") << 1 << true;
    QTest::newRow("garbage") << QByteArray(3000, '\xff') << 1 << true;
    QTest::newRow("a page") << http("200 OK", "<html>Welcome</html>") << 1 << true;
    QTest::newRow("huge") << QByteArray("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(5'000'000, '[')) << 1 << true;
    QTest::newRow("a header without end")
        << QByteArray("HTTP/1.1 200 OK\r\nX: " + QByteArray(300'000, 'x')) << 1 << true;
    QTest::newRow("redirects") << http("302 Found", "", "Location: https://a.example/\r\n") << 1 << false;
}

void tst_SmsFaults::theSecondTakesOver()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, tries);
    QFETCH(bool, isPerhapsTaken);
    const FakeSmsbox first(answer);
    const FakeSmsbox second(yes);
    if (isPerhapsTaken)
        expectThatItMayArriveTwice();

    order({first.url(), second.url()});

    QTRY_COMPARE(m_told.value(m_told.size() - 1), u"7 accepted by g2"_s);
    QCOMPARE(m_told.size(), tries + 1);
    QCOMPARE(first.requests.size(), tries);
    QCOMPARE(second.requests.size(), 1);
    QCOMPARE(m_isWell, QList<bool>{false}); // until the first takes one
}

void tst_SmsFaults::aSlowGatewayIsNotAskedTwice()
{
    const FakeSmsbox server(QByteArray(), FakeSmsbox::Afterwards::StayOpen);

    order({server.url()});

    QTRY_COMPARE(m_told, QStringList{failedBy(Error::Kind::Expired)});
    QCOMPARE(server.requests.size(), 1);
}

void tst_SmsFaults::aRepeatableGatewayIsAskedUnderTheSameId()
{
    const FakeSmsbox server({QByteArray(), yes});

    order({server.url()}, true);

    QTRY_COMPARE(m_told, (QStringList{u"7 delayed by g1"_s, u"7 accepted by g1"_s}));
    const auto body = [&server](qsizetype at) { return server.requests.at(at).split('\n').last(); };
    QVERIFY(body(0).contains("\"ref\": \""));
    QCOMPARE(body(1), body(0));
}

void tst_SmsFaults::wrongCredentialsAreNotTriedAgain()
{
    const FakeSmsbox server(http("403 Forbidden"));

    order({server.url()});

    QTRY_COMPARE(m_told, QStringList{failedBy(Error::Kind::Refused)});
    QCOMPARE(server.requests.size(), 1);
    QCOMPARE(m_isWell, QList<bool>{false});
}

void tst_SmsFaults::bothAreDown()
{
    order({nobody(), nobody()});

    QTRY_VERIFY(m_told.contains(failedBy(Error::Kind::Unreachable)));
    QVERIFY(m_told.count(u"7 delayed by g1"_s) >= 3);
    QVERIFY(m_told.count(u"7 delayed by g2"_s) >= 3);
    QCOMPARE(m_told.last(), failedBy(Error::Kind::Unreachable));
}

QTEST_GUILESS_MAIN(tst_SmsFaults)
#include "tst_smsfaults.moc"
