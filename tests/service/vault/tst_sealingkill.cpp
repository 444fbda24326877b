// SPDX-License-Identifier: Apache-2.0
#include "app/service/vault/sealedreader.h"
#include "tests/service/vault/vaultfolder.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::test;
using namespace knock::vault;

class tst_SealingKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void losesNothingThatWasFlushed();
};

void tst_SealingKill::init() { QTest::failOnWarning(); }

void tst_SealingKill::losesNothingThatWasFlushed()
{
    constexpr int rounds = 20;
    QRandomGenerator random(112);
    const VaultFolder folder;
    qint64 flushed = 0;

    for (int round = 0; round < rounds; ++round) {
        const QString path = folder.path(u"%1.sealed"_s.arg(round));
        const int enough = random.bounded(1, 120);
        QProcess writer;
        writer.start(QStringLiteral(SEALING_WRITER), {folder.folder.path(), path});
        QByteArray output;
        while (output.count('\n') < enough) {
            QVERIFY2(writer.waitForReadyRead(10'000), writer.readAllStandardError().constData());
            output += writer.readAllStandardOutput();
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        output += writer.readAllStandardOutput();
        QList<QByteArray> lines = output.split('\n');
        lines.removeLast(); // cut by the kill

        const auto keys = folder.open(Missing::Refuse).value();
        const auto file = SealedReader::open(path, *keys).value();
        qint64 count = 0;
        bool isRight = true;
        const auto sums = file->readAll([&](QByteArrayView plain) -> Result<> {
            for (const char byte : plain)
                isRight = isRight && byte == char(count++ % 251);
            return {};
        });

        QVERIFY2(sums, qPrintable(sums.error_or(Error{}).detail));
        QVERIFY(sums->isCut && file->isCut());
        QVERIFY(isRight);
        QCOMPARE(count, sums->size);
        QVERIFY(count >= lines.last().toLongLong());
        flushed += count;
    }
    qInfo("%lld bytes flushed in %d rounds, none lost", static_cast<long long>(flushed), rounds);
}

QTEST_GUILESS_MAIN(tst_SealingKill)
#include "tst_sealingkill.moc"
