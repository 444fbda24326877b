// SPDX-License-Identifier: Apache-2.0
#include "app/service/cad/cad.h"
#include "app/service/cad/order.h"
#include "app/service/web/certificate.h"
#include "app/service/web/server.h"
#include "tests/service/sms/fakesmsbox.h"
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
using knock::cad::Cad;

namespace {

/// Takes every order, with a certificate that nobody has signed.
class TlsDesk final : public QObject
{
public:
    TlsDesk()
    {
        web::Configuration configuration;
        configuration.certificateFile = m_folder.filePath(u"certificate.pem"_s);
        configuration.keyFile = m_folder.filePath(u"key.pem"_s);
        if (!web::ensureCertificate(configuration.certificateFile, configuration.keyFile, {}, WallClock())
            || !m_server.start(configuration))
            qFatal("The dispatch system does not start.");
        connect(&m_server, &web::Server::requested, this, [this](web::RequestId id) {
            ++requests;
            m_server.respond(id, {204, {}, {}, {}});
        });
    }
    [[nodiscard]] QUrl url() const { return QUrl(u"https://127.0.0.1:%1/orders"_s.arg(m_server.port())); }

    int requests = 0;

private:
    QTemporaryDir m_folder;
    web::Server m_server;
};

} // namespace

/// Against a dispatch system that takes orders, refuses them and says nothing.
class tst_Cad : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_cad.reset(); }
    void handsAnOrderOverOnce();
    void triesAgainWhatMayPass_data();
    void triesAgainWhatMayPass();
    void endsAtOnceWhatWillNotPass_data();
    void endsAtOnceWhatWillNotPass();
    void givesUpAfterTheLastTry();
    void doesNotWaitForEver();
    void countsAYesWhateverFollowsIt();
    void trustsNoUnknownCertificate();
    void speaksOverTls();
    void takesNoMoreThanItCanHold();
    void endsWhileItAsks();

private:
    void make(const QUrl &url, std::chrono::milliseconds timeout = 4s,
              const QSslConfiguration &tls = QSslConfiguration::defaultConfiguration())
    {
        m_cad = std::make_unique<Cad>(
            cad::Configuration{
                .url = url, .secret = "0123456789abcdef", .timeout = timeout, .pauses = {10ms, 20ms}, .tls = tls},
            m_clock);
        connect(m_cad.get(), &Adapter::input, this, [this](const Input &input) { m_inputs.push_back(input); });
        connect(m_cad.get(), &Adapter::health, this, [this](const Health &health) { m_health.append(health.well); });
    }
    [[nodiscard]] TellCad order(IncidentId id = {17}) const
    {
        auto incident = std::make_shared<Incident>();
        apply(*incident, CallArrived{id, u"01012345678"_s, m_clock.now(), {}});
        apply(*incident, UnitOrdered{id, u"12"_s, {1}, m_clock.now()});
        return {incident, 1};
    }
    [[nodiscard]] bool isTaken() const
    {
        return m_inputs.size() == 1 && std::holds_alternative<CadTook>(m_inputs.front());
    }
    [[nodiscard]] std::optional<Error::Kind> failed() const
    {
        const auto *failed = m_inputs.size() == 1 ? std::get_if<CadFailed>(&m_inputs.front()) : nullptr;
        return failed ? std::optional(failed->why.kind) : std::nullopt;
    }
    static void expectComplaint()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Order \"\\d+/1\" is not passed on"_s));
    }

    ManualClock m_clock;
    std::unique_ptr<Cad> m_cad;
    std::vector<Input> m_inputs;
    QList<bool> m_health;
};

void tst_Cad::init()
{
    QTest::failOnWarning();
    m_inputs.clear();
    m_health.clear();
}

void tst_Cad::handsAnOrderOverOnce()
{
    FakeSmsbox server(http("201 Created"));
    make(server.url());

    m_cad->perform(order());
    m_cad->perform(order()); // the same
    m_cad->perform(ReleaseLine{{1}}); // another adapter's

    QTRY_VERIFY(m_cad->isIdle());
    QVERIFY(isTaken());
    QCOMPARE(std::get<CadTook>(m_inputs.front()).incident, IncidentId{17});
    QCOMPARE(std::get<CadTook>(m_inputs.front()).order, 1u);
    QCOMPARE(server.requests.size(), 1);
    const QByteArray &request = server.requests.first();
    const TellCad told = order();
    const QByteArray body = cad::bodyOf(*told.incident, 1);
    QVERIFY(request.startsWith("POST / HTTP/1.1\r\n"));
    QVERIFY(request.endsWith("\r\n\r\n" + body));
    const QByteArray header = request.chopped(body.size()).toLower();
    QVERIFY(header.contains("content-type: application/json\r\n"));
    QVERIFY(header.contains("idempotency-key: 17/1\r\n"));
    QVERIFY(header.contains("knock-signature: " + cad::signatureOf(body, "0123456789abcdef", m_clock.now()) + "\r\n"));
    QVERIFY(m_health.isEmpty());
}

void tst_Cad::triesAgainWhatMayPass_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::newRow("busy") << http("503 Service Unavailable");
    QTest::newRow("too many") << http("429 Too Many Requests");
    QTest::newRow("broken") << http("500 Internal Server Error");
    QTest::newRow("garbled") << "nothing that HTTP knows\r\n\r\n"_ba;
    QTest::newRow("nothing") << ""_ba;
}

void tst_Cad::triesAgainWhatMayPass()
{
    QFETCH(const QByteArray, first);
    FakeSmsbox server(QByteArrayList{first, http("200 OK")});
    make(server.url());

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QVERIFY(isTaken());
    QVERIFY(server.requests.size() >= 2);
    const auto bodyOf = [](const QByteArray &request) { return request.sliced(request.indexOf("\r\n\r\n")); };
    QCOMPARE(bodyOf(server.requests.last()), bodyOf(server.requests.first()));
    QVERIFY(server.requests.last().toLower().contains("idempotency-key: 17/1\r\n"));
}

void tst_Cad::endsAtOnceWhatWillNotPass_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("not understood") << "422 Unprocessable Content"_ba << Error::Kind::Malformed;
    QTest::newRow("nobody") << "404 Not Found"_ba << Error::Kind::NotFound;
    QTest::newRow("wrong signature") << "401 Unauthorized"_ba << Error::Kind::Refused;
    QTest::newRow("elsewhere") << "307 Temporary Redirect"_ba << Error::Kind::Broken;
}

void tst_Cad::endsAtOnceWhatWillNotPass()
{
    QFETCH(const QByteArray, status);
    QFETCH(const Error::Kind, kind);
    FakeSmsbox server(http(status, {}, "Location: /elsewhere\r\n"));
    make(server.url());
    expectComplaint();

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QCOMPARE(failed(), kind);
    QCOMPARE(server.requests.size(), 1);
    QCOMPARE(m_health, QList{false});
}

void tst_Cad::givesUpAfterTheLastTry()
{
    FakeSmsbox server(QByteArrayList{http("503 No"), http("503 No"), http("503 No"), http("200 OK")});
    make(server.url());
    expectComplaint();

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QCOMPARE(failed(), Error::Kind::Broken);
    QCOMPARE(server.requests.size(), 3);

    m_cad->perform(order({18}));
    QTRY_COMPARE(m_health, (QList{false, true}));
}

void tst_Cad::doesNotWaitForEver()
{
    FakeSmsbox server(QByteArrayList{""}, FakeSmsbox::Afterwards::StayOpen);
    make(server.url(), 100ms);
    expectComplaint();

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QCOMPARE(failed(), Error::Kind::Expired);
    QCOMPARE(server.requests.size(), 3);
}

void tst_Cad::countsAYesWhateverFollowsIt()
{
    FakeSmsbox server("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + QByteArray(100'000, ' '),
                      FakeSmsbox::Afterwards::StayOpen);
    make(server.url());

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QVERIFY(isTaken());
}

void tst_Cad::trustsNoUnknownCertificate()
{
    TlsDesk server;
    make(server.url());
    expectComplaint();

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QCOMPARE(failed(), Error::Kind::Refused);
    QCOMPARE(server.requests, 0);
}

void tst_Cad::speaksOverTls()
{
    TlsDesk server;
    make(server.url(), 4s, trustingTls());

    m_cad->perform(order());

    QTRY_VERIFY(m_cad->isIdle());
    QVERIFY(isTaken());
    QCOMPARE(server.requests, 1);
}

void tst_Cad::takesNoMoreThanItCanHold()
{
    FakeSmsbox server(QByteArrayList{""}, FakeSmsbox::Afterwards::StayOpen);
    make(server.url());
    for (quint64 n = 1; n <= Cad::mostUnderway; ++n)
        m_cad->perform(order({n}));
    QVERIFY(m_inputs.empty());
    expectComplaint();

    m_cad->perform(order({1000}));

    QCOMPARE(failed(), Error::Kind::Full);
}

void tst_Cad::endsWhileItAsks()
{
    FakeSmsbox server(QByteArrayList{""}, FakeSmsbox::Afterwards::StayOpen);
    make(server.url());
    m_cad->perform(order());
    QTRY_COMPARE(server.requests.size(), 1);

    m_cad.reset();

    QVERIFY(m_inputs.empty());
}

QTEST_GUILESS_MAIN(tst_Cad)
#include "tst_cad.moc"
