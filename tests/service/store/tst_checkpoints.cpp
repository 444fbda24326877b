// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/records.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

/// Cannot sign while it is shut.
class ShutSigner final : public Signer
{
public:
    [[nodiscard]] Result<QByteArray> sign(const QByteArray &bytes) override
    {
        if (isShut)
            return failure(Error::Kind::Unreachable, u"the token was pulled out"_s);
        return FakeSigner().sign(bytes);
    }
    std::atomic<bool> isShut = true;
};

class tst_Checkpoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsAfterSoManyRecords();
    void signsAfterSomeTime();
    void signsWhereItEnds();
    void goesOnWithoutASignature();
    void findsWhatIsNotAsItWasSigned_data();
    void findsWhatIsNotAsItWasSigned();
    void refusesChangesFromOutside_data();
    void refusesChangesFromOutside();

private:
    void append(SqlJournal &journal, int count);
    [[nodiscard]] qint64 checkpoints() const;

    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_Checkpoints::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal.db"_s);
}

void tst_Checkpoints::append(SqlJournal &journal, int count)
{
    QSignalSpy appended(&journal, &Journal::appended);
    journal.append(records(count), 1);
    QVERIFY(appended.count() > 0 || appended.wait());
}

qint64 tst_Checkpoints::checkpoints() const
{
    return Database::open(m_path, Database::Mode::Read)
        .and_then([](Database database) { return database.number("SELECT count(*) FROM checkpoint"); })
        .value();
}

void tst_Checkpoints::signsAfterSoManyRecords()
{
    SqlJournal journal({.mostUnsigned = 10});
    QVERIFY(journal.open(m_path, {}, std::make_shared<FakeSigner>()));

    append(journal, 9);
    append(journal, 1);

    QTRY_COMPARE(checkpoints(), 1);
    const Chain chain = walk(m_path, FakeSigner::verify).value();
    QCOMPARE(chain.checkpoints, 1u);
    QCOMPARE(chain.checkedUpTo, 10u);
}

void tst_Checkpoints::signsAfterSomeTime()
{
    SqlJournal journal({.longestUnsigned = 30ms});
    QVERIFY(journal.open(m_path, {}, std::make_shared<FakeSigner>()));

    append(journal, 3); // and then nothing happens

    QTRY_COMPARE(checkpoints(), 1);
    QCOMPARE(walk(m_path, FakeSigner::verify)->checkedUpTo, 3u);
}

void tst_Checkpoints::signsWhereItEnds()
{
    for (int run = 0; run < 2; ++run) { // the second brings nothing to sign
        if (run == 0)
            QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"sequence 5, hash [0-9a-f]{64}"_s));
        SqlJournal journal;
        QVERIFY(journal.open(m_path, {}, std::make_shared<FakeSigner>()));
        if (run == 0)
            append(journal, 5);
    }

    QCOMPARE(checkpoints(), 1);
    QCOMPARE(walk(m_path, FakeSigner::verify)->checkedUpTo, 5u);
}

void tst_Checkpoints::goesOnWithoutASignature()
{
    const auto signer = std::make_shared<ShutSigner>();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be signed: .*pulled out"_s)); // once
    {
        SqlJournal journal({.mostUnsigned = 1});
        QVERIFY(journal.open(m_path, {}, signer));
        for (int i = 0; i < 5; ++i)
            append(journal, 2);
        QCOMPARE(checkpoints(), 0);
        signer->isShut = false;
    }

    QCOMPARE(walk(m_path, FakeSigner::verify)->checkedUpTo, 10u);
}

void tst_Checkpoints::findsWhatIsNotAsItWasSigned_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QString>("found");

    QTest::newRow("cut off") << QByteArray("DELETE FROM event WHERE sequence > 17")
                             << u"the end is cut off after sequence 17: sequence 20 was signed"_s;
    QTest::newRow("all cut off") << QByteArray("DELETE FROM event")
                                 << u"the end is cut off after sequence 0: sequence 20 was signed"_s;
    QTest::newRow("signature") << QByteArray("UPDATE checkpoint SET signature = x'00' WHERE sequence = 10")
                               << u"the signature of the checkpoint at 10 is wrong"_s;
    QTest::newRow("time") << QByteArray("UPDATE checkpoint SET at = at + 1 WHERE sequence = 20")
                          << u"the signature of the checkpoint at 20 is wrong"_s;
    QTest::newRow("hash") << QByteArray("UPDATE checkpoint SET hash = x'00' WHERE sequence = 10")
                          << u"sequence 10 is not what was signed"_s;
    QTest::newRow("at another place") << QByteArray("UPDATE checkpoint SET sequence = 11 WHERE sequence = 10")
                                      << u"sequence 11 is not what was signed"_s;
}

void tst_Checkpoints::findsWhatIsNotAsItWasSigned()
{
    QFETCH(QByteArray, sql);
    QFETCH(QString, found);
    {
        SqlJournal journal({.mostUnsigned = 10});
        QVERIFY(journal.open(m_path, {}, std::make_shared<FakeSigner>()));
        append(journal, 10);
        append(journal, 10);
    }
    QCOMPARE(walk(m_path, FakeSigner::verify)->checkpoints, 2u);
    Result<Database> database = Database::open(m_path, Database::Mode::Write);
    QVERIFY(database);
    QVERIFY(database->run("DROP TRIGGER event_is_never_removed; DROP TRIGGER checkpoint_is_never_changed;"));
    QVERIFY(database->run(sql));

    const Result<quint64> checked = verify(m_path, FakeSigner::verify);

    QVERIFY(!checked);
    QCOMPARE(checked.error().detail, found);
}

void tst_Checkpoints::refusesChangesFromOutside_data()
{
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("change") << QByteArray("UPDATE checkpoint SET hash = x'00'");
    QTest::newRow("remove") << QByteArray("DELETE FROM checkpoint");
    QTest::newRow("replace") << QByteArray("INSERT OR REPLACE INTO checkpoint VALUES (5, x'', 0, x'')");
    QTest::newRow("one before") << QByteArray("INSERT INTO checkpoint VALUES (2, x'', 0, x'')");
    QTest::newRow("begin again") << QByteArray("INSERT INTO beginning VALUES (1, 9, 9, x'', 0, '')");
}

void tst_Checkpoints::refusesChangesFromOutside()
{
    QFETCH(QByteArray, sql);
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, {}, std::make_shared<FakeSigner>()));
        append(journal, 5);
    }
    Result<Database> database = Database::open(m_path, Database::Mode::Write);
    QVERIFY(database);

    const Result<> changed = database->run(sql);

    QVERIFY(!changed);
    QVERIFY2(changed.error().detail.contains("append-only"_L1), qPrintable(changed.error().detail));
}

QTEST_GUILESS_MAIN(tst_Checkpoints)
#include "tst_checkpoints.moc"
