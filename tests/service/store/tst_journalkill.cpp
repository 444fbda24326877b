// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/verify.h"
#include "tests/service/store/records.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_JournalKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void losesNothingItTold();
    void refusesAnotherProcess();
};

namespace {

QList<quint64> tickets(const QByteArray &output)
{
    QList<quint64> whole;
    QList<QByteArray> lines = output.split('\n');
    lines.removeLast(); // cut by the kill
    for (const QByteArray &line : lines)
        whole.append(line.toULongLong());
    return whole;
}

/// How many records each ticket has in the file.
std::map<quint64, quint64> kept(const QString &path)
{
    std::map<quint64, quint64> counts;
    const auto records = JournalFile::open(path).and_then([](JournalFile file) { return file.openIncidents(); });
    for (const Record &record : records.value())
        ++counts[record.body.toULongLong()];
    return counts;
}

} // namespace

void tst_JournalKill::init() { QTest::failOnWarning(); }

void tst_JournalKill::losesNothingItTold()
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("KNOCK_KILLS", &isGiven);
    const int rounds = isGiven ? given : 20;
    constexpr int roundsPerFile = 50;
    QRandomGenerator random(112);
    std::unique_ptr<QTemporaryDir> folder;
    QString path;
    quint64 next = 1;
    qsizetype told = 0;
    qsizetype lost = 0;

    for (int round = 0; round < rounds; ++round) {
        if (round % roundsPerFile == 0) {
            folder = std::make_unique<QTemporaryDir>();
            path = folder->filePath(u"knock.db"_s);
            next = 1;
        }
        const int enough = random.bounded(1, 300);
        QProcess writer;
        writer.start(QStringLiteral(JOURNAL_WRITER), {path, QString::number(next)});
        QByteArray output;
        while (output.count('\n') < enough) {
            QVERIFY2(writer.waitForReadyRead(10'000), writer.readAllStandardError().constData());
            output += writer.readAllStandardOutput();
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        output += writer.readAllStandardOutput();

        const QList<quint64> acknowledged = tickets(output);
        const std::map<quint64, quint64> inFile = kept(path);
        told += acknowledged.size();
        lost += std::ranges::count_if(acknowledged, [&](quint64 ticket) { return !inFile.contains(ticket); });
        for (const auto &[ticket, count] : inFile)
            QVERIFY2(count == ticket % 3 + 1, qPrintable(u"ticket %1 was written by half"_s.arg(ticket)));
        QVERIFY2(verify(path), qPrintable(verify(path).error_or(Error{}).detail));
        next = inFile.rbegin()->first + 1;
    }
    std::printf("%d kills, %lld tickets told: %lld lost\nfigure kills_lost %lld tickets (n=%d kills)\n", rounds,
                static_cast<long long>(told), static_cast<long long>(lost), static_cast<long long>(lost), rounds);
    std::fflush(stdout);
    QCOMPARE(lost, 0);
}

void tst_JournalKill::refusesAnotherProcess()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"knock.db"_s);
    QProcess owner;
    owner.start(QStringLiteral(JOURNAL_WRITER), {path, u"1"_s});
    QVERIFY(owner.waitForReadyRead(10'000));

    const Result<JournalFile> second = JournalFile::open(path);

    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::Refused);
    owner.kill();
    QVERIFY(owner.waitForFinished());
    QVERIFY(JournalFile::open(path));
}

QTEST_GUILESS_MAIN(tst_JournalKill)
#include "tst_journalkill.moc"
