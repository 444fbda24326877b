// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The map tells nobody where it looks: its own tests run under strace, and every address it connects to is read.
class tst_MapLeak : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void findsAForeignAddress_data();
    void findsAForeignAddress();
    void mapAsksNobody_data();
    void mapAsksNobody();
};

namespace {

/// The lines of a trace that speak of an Internet address which is not this computer's.
QStringList foreignCalls(const QString &trace)
{
    static const QRegularExpression home(u"inet_addr\\(\"127\\.|inet_pton\\(AF_INET6, \"::1\""_s);
    QStringList foreign;
    for (const QString &line : trace.split(u'\n')) {
        if (line.contains("sa_family=AF_INET"_L1) && !line.contains(home))
            foreign << line;
    }
    return foreign;
}

} // namespace

void tst_MapLeak::findsAForeignAddress_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("foreign");

    QTest::newRow("a tile server")
        << uR"(12 connect(9, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = 0)"_s
        << true;
    QTest::newRow("a name server")
        << uR"(12 sendto(9, "..", 40, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 40)"_s
        << true;
    QTest::newRow("IPv6")
        << uR"(12 connect(9, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0)"_s
        << true;
    QTest::newRow("loopback")
        << uR"(12 connect(9, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = 0)"_s
        << false;
    QTest::newRow("a local socket") << uR"(12 connect(9, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X1"}, 20) = 0)"_s
                                    << false;
}

void tst_MapLeak::findsAForeignAddress()
{
    QFETCH(QString, line);
    QFETCH(bool, foreign);

    QCOMPARE(!foreignCalls(line).isEmpty(), foreign);
}

void tst_MapLeak::mapAsksNobody_data()
{
    QTest::addColumn<QString>("program");

    for (const QString &program : QStringLiteral(KNOCK_MAP_TESTS).split(u','))
        QTest::addRow("%s", qPrintable(QFileInfo(program).fileName())) << program;
}

void tst_MapLeak::mapAsksNobody()
{
    QFETCH(QString, program);
    const QString strace = QStandardPaths::findExecutable(u"strace"_s);
    if (strace.isEmpty())
        QSKIP("strace is not installed");
    if (QProcess::execute(strace, {u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"true"_s}) != 0)
        QSKIP("This machine does not allow ptrace");
    const QTemporaryDir folder;
    const QString trace = folder.filePath(u"trace"_s);

    QProcess map;
    map.setProcessChannelMode(QProcess::MergedChannels);
    // Of a sanitized build: what looks for leaks at the end is a tracer too, and there can be one only.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
    map.setProcessEnvironment(environment);
    map.start(strace,
              {u"-f"_s, u"-qq"_s, u"-o"_s, trace, u"-e"_s, u"trace=connect,sendto,sendmsg,sendmmsg"_s, program});
    QVERIFY(map.waitForFinished(80'000));

    // That the map was drawn while it was watched is what the test itself checks.
    QVERIFY2(map.exitStatus() == QProcess::NormalExit && map.exitCode() == 0, map.readAll().constData());
    QFile file(trace);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(foreignCalls(QString::fromUtf8(file.readAll())), QStringList());
}

QTEST_GUILESS_MAIN(tst_MapLeak)
#include "tst_mapleak.moc"
