// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/records.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_Sealing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingOnTheDiskCanBeRead();
    void givesBackWhatWasSealed();
    void readsNothingWithoutTheKey();
    void leavesOutWhatWasErased();
    void goesOnWhenSomethingComesAfterTheErasure();
    void readsWhatWasKeptBeforeItWasSealed();
    void saysWhichRecordWasMoved();

private:
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
    std::shared_ptr<FakeSealer> m_sealer;
};

static void write(SqlJournal &journal, std::vector<Record> records)
{
    const QSignalSpy appended(&journal, &Journal::appended);
    journal.append(std::move(records), 1);
    QTRY_COMPARE(appended.count(), 1);
}

void tst_Sealing::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal.db"_s);
    m_sealer = std::make_shared<FakeSealer>();
}

void tst_Sealing::nothingOnTheDiskCanBeRead()
{
    SqlJournal journal;
    QVERIFY(journal.open(m_path, m_sealer));

    write(journal, {record(1, "the telephone number 0105550142")});

    QByteArray all;
    for (const QString &name : {m_path, m_path + u"-wal"_s}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        all += file.readAll();
    }
    QVERIFY(all.contains("keyPressed"));
    QVERIFY(!all.contains("0105550142"));
}

void tst_Sealing::givesBackWhatWasSealed()
{
    const std::vector<Record> given{record(1, "a"), record(2, "b"), record(1, "c"), record(0, "d")};
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, m_sealer));
        write(journal, given);
        std::vector<Record> recalled;
        connect(&journal, &Journal::recalled, this, [&](quint64, const auto &found) { recalled = found.value(); });
        journal.recall({2}, 1);
        QTRY_COMPARE(recalled.size(), 1u);
        QCOMPARE(recalled.front().body, "b");
    }

    SqlJournal journal;
    QVERIFY(journal.open(m_path, m_sealer));

    const std::vector<Record> kept = numbered(given);
    QCOMPARE(journal.load().value(), (std::vector{kept[0], kept[1], kept[2]}));
    QCOMPARE(journal.recent(kept[0].at, {u"keyPressed"_s}).value(), kept);
    QCOMPARE(verify(m_path).value(), 4u);
}

void tst_Sealing::readsNothingWithoutTheKey()
{
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, m_sealer));
        write(journal, records(3));
    }

    SqlJournal journal;
    QVERIFY(journal.open(m_path));

    QCOMPARE(journal.load().error().kind, Error::Kind::Refused);
    QCOMPARE(verify(m_path).value(), 3u);
}

void tst_Sealing::leavesOutWhatWasErased()
{
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, m_sealer));
        write(journal, {record(1, "a"), record(2, "b"), record(1, "c"), record(2, "d")});
    }
    m_sealer->destroy(1);
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"their keys were destroyed, the first is 1"_s));

    SqlJournal journal;
    QVERIFY(journal.open(m_path, m_sealer));

    const auto loaded = journal.load().value();
    QCOMPARE(loaded.size(), 2u);
    QCOMPARE(loaded.front().body, "b");
    QCOMPARE(loaded.back().body, "d");
    QCOMPARE(journal.recent(loaded.front().at, {u"keyPressed"_s}).value().size(), 2u);
    QCOMPARE(verify(m_path).value(), 4u);
}

void tst_Sealing::goesOnWhenSomethingComesAfterTheErasure()
{
    m_sealer->destroy(1);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"came after its key was destroyed"_s));
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, m_sealer));

        write(journal, {record(1, "late"), record(2, "b")});
    }

    SqlJournal journal;
    QVERIFY(journal.open(m_path, m_sealer));
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"their keys were destroyed"_s));
    QCOMPARE(journal.load().value().size(), 1u);
    QCOMPARE(verify(m_path).value(), 2u);
}

void tst_Sealing::readsWhatWasKeptBeforeItWasSealed()
{
    QVERIFY(writeJournal(m_path, {record(1, "in clear")}));
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, m_sealer));
        write(journal, {record(1, "sealed")});
    }

    const auto kept
        = JournalFile::open(m_path, m_sealer).and_then([](JournalFile file) { return file.openIncidents(); });

    QCOMPARE(kept.value().size(), 2u);
    QCOMPARE(kept->front().body, "in clear");
    QCOMPARE(kept->back().body, "sealed");
}

void tst_Sealing::saysWhichRecordWasMoved()
{
    {
        Result<JournalFile> file = JournalFile::open(m_path, m_sealer);
        QVERIFY(file && file->write({{1, records(3)}}));
    }
    Result<Database> database = Database::open(m_path, Database::Mode::Write);
    QVERIFY(database);
    QVERIFY(database->run("DROP TRIGGER event_is_never_changed;"
                          "UPDATE event SET body = (SELECT body FROM event WHERE sequence = 3) WHERE sequence = 2"));

    const auto read
        = JournalFile::open(m_path, m_sealer).and_then([](JournalFile file) { return file.openIncidents(); });

    QVERIFY(!read);
    QCOMPARE(read.error().detail, u"record 2: it was changed"_s);
}

QTEST_GUILESS_MAIN(tst_Sealing)
#include "tst_sealing.moc"
