// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/outcomes.h"
#include "tests/service/store/powercut.h"
#include "tests/service/store/records.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_PowerCut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void losesNothingItTold();
};

void tst_PowerCut::init() { QTest::failOnWarning(); }

void tst_PowerCut::losesNothingItTold()
{
    constexpr int rounds = 300;
    PowerCut disk;
    QRandomGenerator random(112);
    const QTemporaryDir folder;
    SqlJournal journal({.mostUnsigned = 500}); // so that checkpoints are cut, too
    QVERIFY(journal.open(folder.filePath(u"journal.db"_s), {}, std::make_shared<FakeSigner>()));
    quint64 ticket = 0;
    quint64 told = 0;
    // Ticket N brings N % 3 + 1 records, so that a ticket written by half would show.
    const auto writeMore = [&] {
        ++ticket;
        const auto count = static_cast<size_t>(ticket % 3) + 1;
        journal.append(std::vector<Record>(count, record(1, QByteArray::number(ticket).leftJustified(200))), ticket);
    };
    connect(&journal, &Journal::appended, this, [&](quint64 which) {
        told = which;
        writeMore();
    });
    for (int i = 0; i < 16; ++i)
        writeMore();

    quint64 lastTold = 0;
    for (int round = 0; round < rounds; ++round) {
        const quint64 enough = told + random.bounded(1u, 120u);
        QTRY_COMPARE_GE_WITH_TIMEOUT(told, enough, std::chrono::seconds(20));
        lastTold = told;
        const QTemporaryDir left;
        disk.cut(folder.path(), left.path(), random);

        SqlJournal after;
        const QString path = left.filePath(u"journal.db"_s);
        const auto opened = after.open(path);
        QVERIFY2(opened, qPrintable(opened.error_or(Error{}).detail));
        QVERIFY2(!opened->damage, qPrintable(opened->damage.value_or(Error{}).detail));
        std::map<quint64, quint64> counts;
        const std::vector<Record> kept = after.load().value();
        for (const Record &one : kept)
            ++counts[one.body.trimmed().toULongLong()];
        for (quint64 i = 1; i <= lastTold; ++i)
            QVERIFY2(counts.contains(i), qPrintable(u"ticket %1 was told and is lost"_s.arg(i)));
        for (const auto &[which, count] : counts)
            QCOMPARE(count, which % 3 + 1);
        const Result<Chain> chain = walk(path, FakeSigner::verify);
        QVERIFY2(chain, qPrintable(chain.error_or(Error{}).detail));
    }
    Outcomes outcomes;
    outcomes.add(u"power cut, %1 times under load"_s.arg(rounds),
                 u"%1 tickets told, none lost, none by half, chain and signatures whole"_s.arg(lastTold));
}

QTEST_GUILESS_MAIN(tst_PowerCut)
#include "tst_powercut.moc"
