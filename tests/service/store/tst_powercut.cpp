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
    constexpr int rounds = 150;
    PowerCut disk;
    QRandomGenerator random(112);
    const QTemporaryDir folder;
    SqlJournal journal({.mostUnsigned = 200}); // so that checkpoints are cut, too
    QVERIFY(journal.open(folder.filePath(u"journal.db"_s), {}, std::make_shared<FakeSigner>()));
    quint64 ticket = 0;
    quint64 told = 0;
    // Ticket N brings N % 3 + 1 records, so that a ticket written by half would show.
    const auto writeMore = [&] {
        ++ticket;
        const auto count = static_cast<size_t>(ticket % 3) + 1;
        journal.append(std::vector<Record>(count, record(ticket, QByteArray(3000, 'x'), incidentClosed)), ticket);
    };
    connect(&journal, &Journal::appended, this, [&](quint64 which) {
        told = which;
        writeMore();
    });
    for (int i = 0; i < 16; ++i)
        writeMore();

    quint64 lastTold = 0;
    for (int round = 0; round < rounds; ++round) {
        const quint64 enough = told + random.bounded(1u, 16u);
        QTRY_COMPARE_GE_WITH_TIMEOUT(told, enough, std::chrono::seconds(20));
        lastTold = told;
        const QTemporaryDir left;
        disk.cut(folder.path(), left.path(), random);

        const QString path = left.filePath(u"journal.db"_s);
        SqlJournal after;
        const auto opened = after.open(path);
        QVERIFY2(opened, qPrintable(opened.error_or(Error{}).detail));
        QVERIFY2(!opened->damage, qPrintable(opened->damage.value_or(Error{}).detail));
        Result<Database> database = Database::open(path, Database::Mode::Read);
        QVERIFY(database);
        // Tickets come in order: none is missing up to the last, and each is whole.
        const quint64 kept = static_cast<quint64>(database->number("SELECT max(incident) FROM event").value());
        QVERIFY2(kept >= lastTold, qPrintable(u"%1 was told, %2 is the last"_s.arg(lastTold).arg(kept)));
        QCOMPARE(database
                     ->number("SELECT count(*) FROM (SELECT incident, count(*) AS n FROM event GROUP BY incident)"
                              " WHERE n = incident % 3 + 1")
                     .value(),
                 static_cast<qint64>(kept));
        const Result<Chain> chain = walk(path, FakeSigner::verify);
        QVERIFY2(chain, qPrintable(chain.error_or(Error{}).detail));
    }
    // Also the folding of the log into the file was cut.
    QCOMPARE_GT(QFileInfo(folder.filePath(u"journal.db"_s)).size(), 1'000'000);
    Outcomes outcomes;
    outcomes.add(u"power cut, %1 times under load"_s.arg(rounds),
                 u"%1 tickets told, none lost, none by half, chain and signatures whole"_s.arg(lastTold));
}

QTEST_GUILESS_MAIN(tst_PowerCut)
#include "tst_powercut.moc"
