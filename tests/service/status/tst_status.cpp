// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/status.h"
#include "tests/service/status/expositionreader.h"
#include "tests/support/manualclock.h"
#include "tests/support/webclient.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::status;
using namespace knock::test;

/// What machines that watch over the service are told, and what they are not.
class tst_Status : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { start(m_status, {}); }
    void init() { QTest::failOnWarning(); }
    void isAlive();
    void isReadyWhenNothingIsInTheWay();
    void tellsNumbersByTheRulesOfTheFormat();
    void countsCallsAsTheyAre();
    void countsWhatWasBeforeOnlyForTheCalls();
    void measuresHowLongTheDiskTakes();
    void tellsNothingOfAnybody();
    void asksForTheToken();
    void speaksNothingOlderThanTls13();
    void knowsNothingElse();

private:
    void start(std::unique_ptr<Status> &status, const QByteArray &token)
    {
        Configuration configuration;
        configuration.web.certificateFile = m_folder.filePath(u"certificate.pem"_s);
        configuration.web.keyFile = m_folder.filePath(u"key.pem"_s);
        configuration.token = token;
        configuration.version = "1.2.3";
        status = std::make_unique<Status>(configuration, m_clock);
        QVERIFY(status->start());
    }
    [[nodiscard]] static QByteArray get(const Status &status, const QByteArray &path)
    {
        return WebClient(status.port()).get(path);
    }
    [[nodiscard]] static QByteArray body(const QByteArray &answer)
    {
        return answer.sliced(answer.indexOf("\r\n\r\n") + 4);
    }
    [[nodiscard]] QByteArray readiness() const
    {
        const QByteArray answer = get(*m_status, "/readyz");
        return answer.sliced(9, 4) + body(answer).trimmed();
    }
    [[nodiscard]] static ExpositionReader metrics(const Status &status)
    {
        return ExpositionReader(body(get(status, "/metrics")));
    }

    QTemporaryDir m_folder;
    ManualClock m_clock;
    std::unique_ptr<Status> m_status;
};

void tst_Status::isAlive() { QVERIFY(get(*m_status, "/healthz").startsWith("HTTP/1.1 200")); }

void tst_Status::isReadyWhenNothingIsInTheWay()
{
    std::unique_ptr<Status> own;
    start(own, {});
    m_status.swap(own);
    Backlog backlog;
    m_status->watchJournal([&backlog] { return backlog; });
    QCOMPARE(readiness(), "503 starting");

    m_status->setCaughtUp();
    QCOMPARE(readiness(), "200 ready");

    m_status->take({Health::Part::Journal, false, {}});
    m_status->take({Health::Part::Telephony, false, {}});
    m_status->take({Health::Part::TextGateway, false, {}}); // callers are taken all the same
    QCOMPARE(readiness(), "503 journal\ntelephony");

    m_status->take({Health::Part::Journal, true, {}});
    m_status->take({Health::Part::Telephony, true, {}});
    QCOMPARE(readiness(), "200 ready");

    backlog = {1, Status::longestWait + 1s};
    QCOMPARE(readiness(), "503 journal");

    backlog = {1, 10ms};
    m_status->setDraining();
    QCOMPARE(readiness(), "503 draining");
    m_status.swap(own);
}

void tst_Status::tellsNumbersByTheRulesOfTheFormat()
{
    std::unique_ptr<Status> status;
    start(status, {});
    status->watch("admin", [&status] { return status->server().counters(); });
    status->watch("caller", [] { return web::Counters{.connections = 3, .refused = 4}; });
    status->watchJournal([] { return Backlog{12, 1500ms}; });
    status->watchSeats([] { return Seats{5, 1}; });
    status->take({Health::Part::Recording, false, {}});
    status->setLines(7);
    status->heardItself();

    const QByteArray answer = get(*status, "/metrics");
    QVERIFY(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    const ExpositionReader read(body(answer));
    QCOMPARE(read.wrong, QStringList());
    QCOMPARE(read.value(u"knock_build_info{version=\"1.2.3\",qt=\"%1\"}"_s.arg(QLatin1StringView(qVersion()))), 1.0);
    QCOMPARE(read.value(u"knock_web_connections{listener=\"caller\"}"_s), 3.0);
    QCOMPARE(read.value(u"knock_web_refused_total{listener=\"caller\"}"_s), 4.0);
    QVERIFY(read.value(u"knock_web_requests_total{listener=\"admin\"}"_s) >= 1);
    QCOMPARE(read.value(u"knock_journal_waiting_records"_s), 12.0);
    QCOMPARE(read.value(u"knock_journal_waiting_seconds"_s), 1.5);
    QCOMPARE(read.value(u"knock_seats{state=\"connected\"}"_s), 5.0);
    QCOMPARE(read.value(u"knock_seats{state=\"behind\"}"_s), 1.0);
    QCOMPARE(read.value(u"knock_part_well{part=\"recording\"}"_s), 0.0);
    QCOMPARE(read.value(u"knock_part_well{part=\"journal\"}"_s), 1.0);
    QCOMPARE(read.value(u"knock_lines"_s), 7.0);
    QVERIFY(read.value(u"knock_canary_age_seconds"_s) < 60);
    QVERIFY(read.value(u"process_resident_memory_bytes"_s) > 1e6);
    QVERIFY(read.value(u"process_open_fds"_s) > 3);
    QVERIFY(read.value(u"process_max_fds"_s) > read.value(u"process_open_fds"_s));
    QCOMPARE(read.value(u"process_start_time_seconds"_s), double(m_clock.now().toMSecsSinceEpoch()) / 1000);
}

void tst_Status::countsCallsAsTheyAre()
{
    std::unique_ptr<Status> status;
    start(status, {});
    status->setCaughtUp();
    const QDateTime now = m_clock.now();
    const auto calls
        = [&status](const QString &state) { return metrics(*status).value(u"knock_calls{state=\"%1\"}"_s.arg(state)); };

    for (const quint64 incident : {1, 2, 3, 4})
        status->count(CallArrived{{incident}, u"01012345678"_s, now});
    QCOMPARE(calls(u"ringing"_s), 4.0);
    status->count(CallAnswered{{1}, {1}, now});
    status->count(CallAnswered{{2}, {1}, now});
    status->count(CallHeld{{2}, {1}, now});
    status->count(LineEnded{{3}, LineEnd::HungUp, now});
    status->count(KnockHeard{{1}, u"55"_s, {}, false, now});
    status->count(SilentCallConfirmed{{1}, {1}, now});

    QCOMPARE(calls(u"ringing"_s), 1.0);
    QCOMPARE(calls(u"connected"_s), 1.0);
    QCOMPARE(calls(u"held"_s), 1.0);
    QCOMPARE(calls(u"ended"_s), 1.0);
    const ExpositionReader read = metrics(*status);
    QCOMPARE(read.value(u"knock_calls_total"_s), 4.0);
    QCOMPARE(read.value(u"knock_knocks_total{verdict=\"heard\"}"_s), 1.0);
    QCOMPARE(read.value(u"knock_knocks_total{verdict=\"confirmed\"}"_s), 1.0);
    QCOMPARE(read.value(u"knock_events_total{type=\"callArrived\"}"_s), 4.0);
    QCOMPARE(read.value(u"knock_events_total{type=\"noteWritten\"}"_s), 0.0);

    status->count(IncidentClosed{{3}, {}, {}, {1}, now});
    QCOMPARE(calls(u"ended"_s), 0.0);
}

void tst_Status::countsWhatWasBeforeOnlyForTheCalls()
{
    std::unique_ptr<Status> status;
    start(status, {});

    status->count(CallArrived{{1}, u"01012345678"_s, m_clock.now()});
    status->setCaughtUp();

    QCOMPARE(metrics(*status).value(u"knock_calls{state=\"ringing\"}"_s), 1.0);
    QCOMPARE(metrics(*status).value(u"knock_calls_total"_s), 0.0);
}

void tst_Status::measuresHowLongTheDiskTakes()
{
    std::unique_ptr<Status> status;
    start(status, {});

    for (const auto took : {500us, 1000us, 3000us, 40'000us, 9'000'000us})
        status->countCommit(took);

    const ExpositionReader read = metrics(*status);
    const auto upTo = [&read](const QString &bound) {
        return read.value(u"knock_journal_commit_seconds_bucket{le=\"%1\"}"_s.arg(bound));
    };
    QCOMPARE(upTo(u"0.001"_s), 2.0);
    QCOMPARE(upTo(u"0.005"_s), 3.0);
    QCOMPARE(upTo(u"0.05"_s), 4.0);
    QCOMPARE(upTo(u"5"_s), 4.0);
    QCOMPARE(upTo(u"+Inf"_s), 5.0);
    QCOMPARE(read.value(u"knock_journal_commit_seconds_sum"_s), 9.0445);
}

void tst_Status::tellsNothingOfAnybody()
{
    std::unique_ptr<Status> status;
    start(status, {});
    status->setCaughtUp();
    status->count(CallArrived{{77}, u"01012345678"_s, m_clock.now()});
    status->count(NoteWritten{{77}, u"in the kitchen"_s, {1}, m_clock.now()});
    status->take({Health::Part::Cad, false, {Error::Kind::Unreachable, u"cad.example says no"_s}});

    const QByteArray told = get(*status, "/metrics") + get(*status, "/readyz");

    QVERIFY(!told.contains("01012345678"));
    QVERIFY(!told.contains("kitchen"));
    QVERIFY(!told.contains("cad.example"));
    QVERIFY(!told.contains("127.0.0.1"));
}

void tst_Status::asksForTheToken()
{
    std::unique_ptr<Status> status;
    const QByteArray token = "0123456789abcdef";
    start(status, token);
    const auto ask = [&status](const QByteArray &path, const QByteArray &header) {
        WebClient client(status->port());
        return client.say("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + header + "\r\n") ? client.answer()
                                                                                        : QByteArray();
    };

    for (const QByteArray &path : {"/healthz"_ba, "/readyz"_ba, "/metrics"_ba, "/"_ba}) {
        QVERIFY(ask(path, {}).startsWith("HTTP/1.1 401"));
        QVERIFY(ask(path, "Authorization: Bearer 0123456789abcdeF\r\n").startsWith("HTTP/1.1 401"));
        QVERIFY(ask(path, "Authorization: Basic " + token + "\r\n").startsWith("HTTP/1.1 401"));
    }
    QVERIFY(ask("/healthz", "Authorization: Bearer " + token + "\r\n").startsWith("HTTP/1.1 200"));
}

void tst_Status::speaksNothingOlderThanTls13()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u".*"_s));
    QSslSocket old;
    QSslConfiguration tls = trustingTls();
    tls.setProtocol(QSsl::TlsV1_2);
    old.setSslConfiguration(tls);

    old.connectToHostEncrypted(u"127.0.0.1"_s, m_status->port());

    QTRY_COMPARE(old.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!old.isEncrypted());
    WebClient client(m_status->port());
    QVERIFY(client.get("/healthz").startsWith("HTTP/1.1 200"));
    QCOMPARE(client.socket.sessionProtocol(), QSsl::TlsV1_3);
}

void tst_Status::knowsNothingElse()
{
    QVERIFY(get(*m_status, "/").startsWith("HTTP/1.1 404"));
    QVERIFY(get(*m_status, "/metrics/").startsWith("HTTP/1.1 404"));
    QVERIFY(get(*m_status, "/metrics?a=b").startsWith("HTTP/1.1 200"));
    QVERIFY(WebClient(m_status->port()).get("/metrics", "DELETE").startsWith("HTTP/1.1 405"));
    QVERIFY(WebClient(m_status->port()).get("/metrics", "HEAD").startsWith("HTTP/1.1 200"));
    QVERIFY(WebClient(m_status->port()).upgrade("/metrics").startsWith("HTTP/1.1 404"));
}

QTEST_GUILESS_MAIN(tst_Status)
#include "tst_status.moc"
