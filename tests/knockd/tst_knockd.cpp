// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/certificate.h"
#include "tests/knockd/daemon.h"
#include "tests/service/status/expositionreader.h"
#include "tests/support/rawcaller.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSslCertificate>
#include <QUdpSocket>
#include <sysexits.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;

/// The service as a process: how it starts, ends, reloads, and what it says of itself.
class tst_Knockd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void saysWhenItIsReady();
    void tellsHowItIs();
    void givesSignsOfLife();
    void endsAtOnceWithoutCalls_data();
    void endsAtOnceWithoutCalls();
    void lingersForTheCallOnTheLine();
    void hangsUpWhenItsPatienceIsOver();
    void endsAtOnceWhenToldTwice();
    void takesANewCertificate();
    void goesOnWithTheOldCertificate();
    void findsItsCallsAgainAfterAKill();
    void checksItsSettings();
    void doesNotStartWithWrongSettings();
    void passesWordsOn();
    void needsNoWindow();

private:
    /// What comes to a call by UDP: the first final answer.
    [[nodiscard]] static QByteArray answerToACall(quint16 port)
    {
        QUdpSocket socket;
        socket.bind(QHostAddress(QHostAddress::LocalHost));
        const QByteArray own = "127.0.0.1:" + QByteArray::number(socket.localPort());
        const QByteArray offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                                 "m=audio 9 RTP/AVP 8\r\n";
        socket.writeDatagram("INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP " + own
                                 + ";rport;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:1@127.0.0.1>;tag=1\r\n"
                                   "To: <sip:112@127.0.0.1>\r\nCall-ID: 1@1\r\nCSeq: 1 INVITE\r\nContact: <sip:1@"
                                 + own + ">\r\nContent-Type: application/sdp\r\nContent-Length: "
                                 + QByteArray::number(offer.size()) + "\r\n\r\n" + offer,
                             QHostAddress(QHostAddress::LocalHost), port);
        QByteArray answer;
        const bool came = QTest::qWaitFor([&] {
            while (socket.hasPendingDatagrams()) {
                answer.resize(socket.pendingDatagramSize());
                socket.readDatagram(answer.data(), answer.size());
            }
            return answer.startsWith("SIP/2.0 ") && !answer.startsWith("SIP/2.0 1");
        });
        return came ? answer : QByteArray();
    }
    [[nodiscard]] static double metric(const Daemon &daemon, const QString &sample)
    {
        return ExpositionReader(Daemon::body(daemon.ask("/metrics"))).value(sample);
    }
};

void tst_Knockd::saysWhenItIsReady()
{
    Daemon daemon;

    QVERIFY2(daemon.start(), daemon.log.constData());

    QVERIFY(daemon.notify.told.contains("STATUS=Taking calls"));
    QVERIFY(daemon.ask("/readyz").startsWith("HTTP/1.1 200"));
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());
    QTRY_VERIFY(daemon.notify.told.contains("STATUS=Taking calls; open lines: 1"));
    QVERIFY2(!daemon.log.contains("5501234"), daemon.log.constData());
    QVERIFY2(daemon.log.contains("info knock.service: The service is up\n"), daemon.log.constData());
}

void tst_Knockd::tellsHowItIs()
{
    Daemon daemon;
    QVERIFY2(daemon.start(), daemon.log.constData());
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());

    QVERIFY(daemon.ask("/healthz").startsWith("HTTP/1.1 200"));
    QTRY_COMPARE(metric(daemon, u"knock_calls{state=\"ringing\"}"_s), 1.0);

    const QByteArray told = Daemon::body(daemon.ask("/metrics"));
    const ExpositionReader read(told);
    QCOMPARE(read.wrong, QStringList());
    QCOMPARE(read.value(u"knock_events_total{type=\"callArrived\"}"_s), 1.0);
    QVERIFY(read.value(u"knock_journal_commit_seconds_count"_s) >= 1);
    QCOMPARE(read.value(u"knock_journal_waiting_records"_s), 0.0);
    QCOMPARE(read.value(u"knock_lines"_s), 1.0);
    QVERIFY(!qIsNaN(read.value(u"knock_web_connections{listener=\"caller\"}"_s)));
    QVERIFY(!told.contains("5501234"));
}

void tst_Knockd::givesSignsOfLife()
{
    Daemon daemon;
    daemon.environment.insert(u"WATCHDOG_USEC"_s, u"150000"_s);
    QVERIFY2(daemon.start(), daemon.log.constData());

    QTRY_VERIFY(daemon.notify.count("WATCHDOG=1") >= 5);
}

void tst_Knockd::endsAtOnceWithoutCalls_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void tst_Knockd::endsAtOnceWithoutCalls()
{
    QFETCH(const int, number);
    Daemon daemon;
    QVERIFY2(daemon.start(), daemon.log.constData());

    daemon.signal(number);

    QVERIFY2(daemon.ends(), daemon.log.constData());
    QCOMPARE(daemon.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(daemon.process.exitCode(), 0);
    QTRY_COMPARE(daemon.notify.count("STOPPING=1"), 1);
}

void tst_Knockd::lingersForTheCallOnTheLine()
{
    Daemon daemon("stopPatience = 120\n");
    QVERIFY2(daemon.start(), daemon.log.constData());
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());

    daemon.signal(SIGTERM);

    QTRY_VERIFY(daemon.notify.told.contains("STOPPING=1"));
    QVERIFY(daemon.notify.told.contains("EXTEND_TIMEOUT_USEC=150000000"));
    const QByteArray refusal = answerToACall(daemon.port(u"sip"_s));
    QVERIFY2(refusal.startsWith("SIP/2.0 503"), refusal.constData());
    QVERIFY2(refusal.contains("Retry-After: 30\r\n"), refusal.constData());
    const QByteArray readiness = daemon.ask("/readyz");
    QVERIFY(readiness.startsWith("HTTP/1.1 503"));
    QCOMPARE(Daemon::body(readiness), "draining\n");
    QVERIFY(daemon.isRunning());

    caller.cancel();
    QVERIFY2(daemon.ends(), daemon.log.constData());
    QCOMPARE(daemon.process.exitCode(), 0);
}

void tst_Knockd::hangsUpWhenItsPatienceIsOver()
{
    Daemon daemon("stopPatience = 1\n");
    QVERIFY2(daemon.start(), daemon.log.constData());
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());
    QElapsedTimer since;
    since.start();

    daemon.signal(SIGTERM);

    QVERIFY2(daemon.ends(), daemon.log.constData());
    QVERIFY(since.elapsed() >= 900);
    QCOMPARE(daemon.process.exitCode(), 0);
    QVERIFY2(daemon.log.contains("over: lost"), daemon.log.constData());
    // What became of the call was written before the end.
    QVERIFY2(daemon.start(), daemon.log.constData());
    QTRY_COMPARE(metric(daemon, u"knock_calls{state=\"ended\"}"_s), 1.0);
    QCOMPARE(metric(daemon, u"knock_events_total{type=\"lineEnded\"}"_s), 0.0);
}

void tst_Knockd::endsAtOnceWhenToldTwice()
{
    Daemon daemon("stopPatience = 600\n");
    QVERIFY2(daemon.start(), daemon.log.constData());
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());

    daemon.signal(SIGTERM);
    QTRY_VERIFY(daemon.notify.told.contains("STOPPING=1"));
    daemon.signal(SIGTERM);

    QVERIFY2(daemon.ends(), daemon.log.constData());
    QCOMPARE(daemon.process.exitCode(), 0);
    QVERIFY2(daemon.start(), daemon.log.constData());
    QTRY_COMPARE(metric(daemon, u"knock_calls{state=\"ended\"}"_s), 1.0);
}

void tst_Knockd::takesANewCertificate()
{
    Daemon daemon("sipTlsPort = 0\n");
    QVERIFY2(daemon.start(), daemon.log.constData());
    const auto shown = [&](const QString &listener) {
        WebClient client(daemon.port(listener));
        return QTest::qWaitFor([&] { return client.socket.isEncrypted(); })
            ? client.socket.peerCertificate().serialNumber()
            : QByteArray();
    };
    const QByteArray before = shown(u"web"_s);
    QVERIFY(!before.isEmpty());
    WebClient old(daemon.port(u"web"_s));
    QVERIFY(old.get("/").startsWith("HTTP/1.1"));

    for (const QString &name : {u"certificate.pem"_s, u"key.pem"_s})
        QVERIFY(QFile::remove(daemon.data(name)));
    const WallClock clock;
    QVERIFY(web::ensureCertificate(daemon.data(u"certificate.pem"_s), daemon.data(u"key.pem"_s), {u"new.example"_s},
                                   clock));
    daemon.signal(SIGHUP);

    QTRY_COMPARE(daemon.notify.count("READY=1"), 2);
    QCOMPARE(daemon.notify.count("RELOADING=1"), 1);
    const auto stamped = [](const QByteArray &line) { return line.startsWith("MONOTONIC_USEC="); };
    QCOMPARE(std::ranges::count_if(daemon.notify.told, stamped), 1);
    QTRY_VERIFY(shown(u"web"_s) != before);
    QCOMPARE(shown(u"admin"_s), shown(u"web"_s));
    QVERIFY(old.get("/").startsWith("HTTP/1.1")); // who is there stays
}

void tst_Knockd::goesOnWithTheOldCertificate()
{
    Daemon daemon;
    QVERIFY2(daemon.start(), daemon.log.constData());
    QFile file(daemon.data(u"certificate.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.close();

    daemon.signal(SIGHUP);

    QTRY_COMPARE(daemon.notify.count("READY=1"), 2);
    QTRY_VERIFY2(daemon.log.contains("goes on with the certificate as it was"), daemon.log.constData());
    QVERIFY(daemon.ask("/readyz").startsWith("HTTP/1.1 200"));
}

void tst_Knockd::findsItsCallsAgainAfterAKill()
{
    Daemon daemon;
    QVERIFY2(daemon.start(), daemon.log.constData());
    RawCaller caller(daemon.port(u"sip"_s), u"01055501234"_s);
    caller.invite();
    QTRY_VERIFY(caller.isRinging());
    QTRY_COMPARE(metric(daemon, u"knock_events_total{type=\"callArrived\"}"_s), 1.0);

    daemon.process.kill();
    QVERIFY(daemon.ends());
    QVERIFY2(daemon.start(), daemon.log.constData());

    // The call that nobody ended is told as ended now.
    QTRY_COMPARE(metric(daemon, u"knock_calls{state=\"ended\"}"_s), 1.0);
    RawCaller second(daemon.port(u"sip"_s), u"01055504321"_s);
    second.invite();
    QTRY_VERIFY(second.isRinging());
    QTRY_COMPARE(metric(daemon, u"knock_calls{state=\"ringing\"}"_s), 1.0);
}

void tst_Knockd::checksItsSettings()
{
    Daemon daemon("address = ::1\nsipTlsPort = 5061\npublicHost = knock.example\n");
    const QStringList check{u"--config"_s, daemon.configuration(), u"--check"_s};

    daemon.process.start(QStringLiteral(KNOCKD), check);
    QVERIFY(daemon.ends());
    QCOMPARE(daemon.process.exitCode(), 0);
    QVERIFY2(daemon.log.contains("is good"), daemon.log.constData());
    QVERIFY2(daemon.log.contains("[::1]:5061  SIP over TLS"), daemon.log.constData());
    QVERIFY2(daemon.log.contains("any free port  HTTPS, as knock.example"), daemon.log.constData());
    QVERIFY2(!daemon.log.contains("phones' locations"), daemon.log.constData());
    QVERIFY(!QDir(daemon.data({})).exists()); // nothing is begun

    daemon.log.clear();
    daemon.write("address = here\nwebport = 1\n");
    daemon.process.start(QStringLiteral(KNOCKD), check);
    QVERIFY(daemon.ends());
    QCOMPARE(daemon.process.exitCode(), 1);
    QCOMPARE(daemon.log.count('\n'), 2);
    QVERIFY2(daemon.log.startsWith(daemon.configuration().toUtf8() + ":7: \"address\" is \"here\""),
             daemon.log.constData());
}

void tst_Knockd::doesNotStartWithWrongSettings()
{
    Daemon daemon("stopPatience = long\n");

    QVERIFY(!daemon.start());

    QVERIFY(daemon.ends());
    QCOMPARE(daemon.process.exitCode(), EX_CONFIG);
    QVERIFY2(daemon.log.contains(":7: \"stopPatience\" is \"long\" and must be seconds from 0 to 3600\n"),
             daemon.log.constData());
}

void tst_Knockd::passesWordsOn()
{
    Daemon daemon;
    QVERIFY2(daemon.start(), daemon.log.constData());
    const auto obey = [&daemon](const QStringList &words) {
        QProcess process;
        process.start(QStringLiteral(KNOCKD), QStringList{u"--config"_s, daemon.configuration()} + words);
        process.waitForFinished();
        return process.exitCode();
    };

    QCOMPARE(obey({u"journal"_s, u"verify"_s}), 0);
    QCOMPARE(obey({u"journal"_s, u"verify"_s, daemon.folder.filePath(u"nowhere.db"_s)}), 1);
    QVERIFY(obey({u"journal"_s, u"burn"_s}) != 0);
    QCOMPARE(obey({u"dance"_s}), EX_USAGE);
    QCOMPARE(obey({u"--version"_s}), 0);
    QCOMPARE(obey({u"--help"_s}), 0);
}

void tst_Knockd::needsNoWindow()
{
    QProcess ldd;
    ldd.start(u"ldd"_s, {QStringLiteral(KNOCKD)});
    if (!ldd.waitForFinished())
        QSKIP("ldd is not installed");
    const QByteArray libraries = ldd.readAllStandardOutput();

    QVERIFY(libraries.contains("libQt6Core"));
    for (const char *library : {"libQt6Gui", "libQt6Widgets", "libQt6Qml", "libQt6Quick", "libQt6Multimedia"})
        QVERIFY2(!libraries.contains(library), library);
}

QTEST_GUILESS_MAIN(tst_Knockd)
#include "tst_knockd.moc"
