// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/aml.h"
#include "tests/service/aml/messages.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::dispatch;
using namespace knock::test;
using knock::aml::Aml;

/// Over real HTTPS.
class tst_AmlAdapter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_aml.reset(); }
    void givesALocationToTheRules();
    void answersAlikeWhateverItHolds();
    void complainsOnceOfAFlood();
    void boundsWhatReachesTheRules();
    void cutsOffALongBody();
    void refusesAWebSocket();
    void saysWhyItDoesNotStart();

private:
    [[nodiscard]] aml::Configuration configuration() const
    {
        aml::Configuration configuration;
        configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
        configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
        configuration.secrets = {.key = amlKey, .sms = smsSecret};
        return configuration;
    }
    [[nodiscard]] QByteArray post(WebClient &client, const QByteArray &target, const QByteArray &body)
    {
        const bool said = client.say("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                     + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return said ? client.answer() : QByteArray();
    }
    [[nodiscard]] QByteArray post(const QByteArray &target, const QByteArray &body)
    {
        WebClient client(m_aml->port());
        return post(client, target, body);
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Aml> m_aml;
    std::vector<LocatedByPhone> m_located;
};

void tst_AmlAdapter::init()
{
    QTest::failOnWarning();
    m_located.clear();
    m_aml = std::make_unique<Aml>(configuration(), m_clock);
    connect(m_aml.get(), &Adapter::input, this,
            [this](const Input &input) { m_located.push_back(std::get<LocatedByPhone>(input)); });
    const auto started = m_aml->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
}

void tst_AmlAdapter::givesALocationToTheRules()
{
    QVERIFY(post("/aml", signedForm()).startsWith("HTTP/1.1 200"));
    QVERIFY(post("/sms?from=%2B821099999999&secret=s%26+cret", smsText()).startsWith("HTTP/1.1 200"));

    QTRY_COMPARE(m_located.size(), 2u);
    QCOMPARE(m_located[0].number, u"+821012345678"_s);
    QCOMPARE(m_located[1].number, u"+821099999999"_s);
}

void tst_AmlAdapter::answersAlikeWhateverItHolds()
{
    QTest::ignoreMessage(QtWarningMsg, "Dropped a phone's location from nobody who may send one: 1");

    const QByteArray right = post("/aml", signedForm());
    const QByteArray wrong = post("/aml", signedForm("another key"));

    QVERIFY(right.startsWith("HTTP/1.1 200"));
    QCOMPARE(wrong, right);
    QCOMPARE(m_located.size(), 1u);
}

void tst_AmlAdapter::complainsOnceOfAFlood()
{
    QTest::ignoreMessage(QtWarningMsg, "Dropped a phone's location that cannot be used: 1");
    WebClient client(m_aml->port());

    for (int n = 0; n < 20; ++n)
        QVERIFY(post(client, "/nowhere", {}).startsWith("HTTP/1.1 404"));

    QVERIFY(m_located.empty());
}

void tst_AmlAdapter::boundsWhatReachesTheRules()
{
    QTest::ignoreMessage(QtWarningMsg, "Dropped a phone's location, for there are too many: 1");
    WebClient client(m_aml->port());

    for (int n = 0; n <= Aml::mostASecond; ++n)
        QVERIFY(post(client, "/aml", signedForm()).startsWith("HTTP/1.1 200"));
    QCOMPARE(m_located.size(), size_t(Aml::mostASecond));
    m_clock.advance(std::chrono::seconds(1));
    QVERIFY(post(client, "/aml", signedForm()).startsWith("HTTP/1.1 200"));

    QCOMPARE(m_located.size(), size_t(Aml::mostASecond + 1));
}

void tst_AmlAdapter::cutsOffALongBody()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Cut off a connection"_s));
    WebClient client(m_aml->port());

    QVERIFY(client.say("POST /aml HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"));

    QVERIFY(client.isClosedByServer());
}

void tst_AmlAdapter::refusesAWebSocket()
{
    QVERIFY(WebClient(m_aml->port()).upgrade("/aml").startsWith("HTTP/1.1 404"));
}

void tst_AmlAdapter::saysWhyItDoesNotStart()
{
    aml::Configuration taken = configuration();
    taken.web.port = m_aml->port();
    Aml second(taken, m_clock);

    QVERIFY(!second.start());
}

QTEST_GUILESS_MAIN(tst_AmlAdapter)
#include "tst_amladapter.moc"
