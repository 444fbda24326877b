// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/backup.h"
#include "app/service/store/commands.h"
#include "app/service/store/sqljournal.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/records.h"

#include <future>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_Backup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void copiesWhileItIsWritten();
    void writesOverNothing();
    void keepsNoDamagedCopy();
    void restoresWhatWasThere();
    void refusesToForgetWithoutBeingTold();
    void restoresBesideADamagedJournal();
    void restoresNothingThatIsNotWhole();
    void restoresNothingUnderARunningService();
    void obeysTheCommandLine();
    void saysHowItIsUsed_data();
    void saysHowItIsUsed();

private:
    [[nodiscard]] QStringList files() const;

    std::optional<QTemporaryDir> m_folder;
    QString m_path;
    QString m_copy;
};

void tst_Backup::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal.db"_s);
    m_copy = m_folder->filePath(u"copy.db"_s);
}

/// Without what SQLite keeps beside a file while it is read.
QStringList tst_Backup::files() const
{
    QStringList names = QDir(m_folder->path()).entryList(QDir::Files, QDir::Name);
    names.removeIf([](const QString &name) { return name.endsWith("-wal"_L1) || name.endsWith("-shm"_L1); });
    return names;
}

static std::vector<Record> openIn(const QString &path)
{
    return JournalFile::open(path).and_then([](JournalFile file) { return file.openIncidents(); }).value();
}

static void damage(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() / 2);
    file.write(QByteArray(static_cast<qsizetype>(file.size() / 3), '\xa5'));
}

void tst_Backup::copiesWhileItIsWritten()
{
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    quint64 ticket = 0;
    quint64 told = 0;
    const auto writeMore = [&] { journal.append(records(50), ++ticket); };
    connect(&journal, &Journal::appended, this, [&] {
        ++told;
        writeMore();
    });
    writeMore();
    QTRY_COMPARE_GE(told, 200u); // some megabytes

    for (int round = 0; round < 3; ++round) {
        const quint64 before = told;
        const QString to = m_copy + QString::number(round);
        auto copy = std::async(std::launch::async, [&] { return backup(m_path, to); });
        QTRY_VERIFY(copy.wait_for(std::chrono::seconds(0)) == std::future_status::ready);

        const Result<Chain> chain = copy.get();
        QVERIFY2(chain, qPrintable(chain.error_or(Error{}).detail));
        QCOMPARE_GE(chain->records, before * 50);
        QCOMPARE(chain->records % 50, 0u); // no ticket by half
        QCOMPARE_GT(told, before); // nobody waited for the copy
        QCOMPARE(openIn(to).size(), chain->records);
    }
    QCOMPARE(QFile::permissions(m_copy + u'0') & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void tst_Backup::writesOverNothing()
{
    QVERIFY(writeJournal(m_path, records(3)));
    QVERIFY(backup(m_path, m_copy));

    const Result<Chain> again = backup(m_path, m_copy);

    QCOMPARE(again.error().kind, Error::Kind::Refused);
    QCOMPARE(verify(m_copy).value(), 3u);
    QVERIFY(!backup(m_folder->filePath(u"nothing.db"_s), m_copy + u'2'));
    QVERIFY(!QFile::exists(m_copy + u'2'));
}

void tst_Backup::keepsNoDamagedCopy()
{
    QVERIFY(writeJournal(m_path, records(2000)));
    damage(m_path);

    const Result<Chain> copy = backup(m_path, m_copy);

    QVERIFY(!copy);
    QCOMPARE(QDir(m_folder->path()).entryList({u"copy*"_s}, QDir::Files), QStringList());
}

void tst_Backup::restoresWhatWasThere()
{
    QVERIFY(writeJournal(m_path, records(20)));
    QVERIFY(backup(m_path, m_copy));
    QVERIFY(QFile::remove(m_path));

    const Result<Restored> restored = restore(m_copy, m_path);

    QVERIFY2(restored, qPrintable(restored.error_or(Error{}).detail));
    QCOMPARE(restored->chain.records, 20u);
    QVERIFY(restored->kept.isEmpty());
    QCOMPARE(files(), (QStringList{u"copy.db"_s, u"journal.db"_s, u"journal.db.lock"_s}));
    QCOMPARE(openIn(m_path), numbered(records(20)));
    QVERIFY(writeJournal(m_path, records(5)));
    QCOMPARE(verify(m_path).value(), 25u);
}

void tst_Backup::refusesToForgetWithoutBeingTold()
{
    QVERIFY(writeJournal(m_path, records(20)));
    QVERIFY(backup(m_path, m_copy));
    QVERIFY(restore(m_copy, m_path)); // as long as the other
    QVERIFY(writeJournal(m_path, records(1)));

    const Result<Restored> refused = restore(m_copy, m_path);

    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QCOMPARE(refused.error().detail, u"what is there goes on to sequence 21, the backup ends at 20"_s);
    QCOMPARE(verify(m_path).value(), 21u);

    const Result<Restored> forced = restore(m_copy, m_path, Replace::Any);

    QVERIFY(forced);
    QCOMPARE(verify(m_path).value(), 20u);
    QCOMPARE(verify(forced->kept).value(), 21u);
}

void tst_Backup::restoresBesideADamagedJournal()
{
    QVERIFY(writeJournal(m_path, records(2000)));
    QVERIFY(backup(m_path, m_copy));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(QByteArray(200, '\xa5'));
    file.close();

    QCOMPARE(restore(m_copy, m_path).error().kind, Error::Kind::Refused);
    const Result<Restored> restored = restore(m_copy, m_path, Replace::Any);

    QVERIFY(restored);
    QVERIFY(QFile::exists(restored->kept));
    QCOMPARE(verify(m_path).value(), 2000u);
}

void tst_Backup::restoresNothingThatIsNotWhole()
{
    QVERIFY(writeJournal(m_path, records(2000)));
    QVERIFY(backup(m_path, m_copy));
    damage(m_copy);

    QVERIFY(!restore(m_copy, m_path, Replace::Any));
    QCOMPARE(restore(m_folder->filePath(u"nothing.db"_s), m_path).error().kind, Error::Kind::NotFound);

    QCOMPARE(verify(m_path).value(), 2000u);
    QCOMPARE(files(), (QStringList{u"copy.db"_s, u"journal.db"_s, u"journal.db.lock"_s}));
}

void tst_Backup::restoresNothingUnderARunningService()
{
    QVERIFY(writeJournal(m_path, records(2)));
    QVERIFY(backup(m_path, m_copy));
    SqlJournal journal;
    QVERIFY(journal.open(m_path));

    QCOMPARE(restore(m_copy, m_path, Replace::Any).error().kind, Error::Kind::Refused);
}

void tst_Backup::obeysTheCommandLine()
{
    QVERIFY(writeJournal(m_path, records(7)));
    QString text;
    QTextStream out(&text);
    const QString folder = m_folder->path();

    QCOMPARE(journalCommand({u"backup"_s, m_copy}, folder, out), 0);
    QCOMPARE(journalCommand({u"verify"_s}, folder, out), 0);
    QCOMPARE(journalCommand({u"verify"_s, m_copy}, folder, out), 0);
    QCOMPARE(text.count("records      7\n"_L1), 3);
    QVERIFY(writeJournal(m_path, records(1)));
    QCOMPARE(journalCommand({u"restore"_s, m_copy}, folder, out), 1);
    QVERIFY2(text.endsWith("not done: what is there goes on to sequence 8, the backup ends at 7\n"_L1),
             qPrintable(text));
    QCOMPARE(journalCommand({u"restore"_s, m_copy, u"--force"_s}, folder, out), 0);
    QVERIFY2(text.contains("\nkept         "_L1), qPrintable(text));
    QCOMPARE(verify(m_path).value(), 7u);
    damage(m_copy);
    QCOMPARE(journalCommand({u"verify"_s, m_copy}, folder, out), 1);
}

void tst_Backup::saysHowItIsUsed_data()
{
    QTest::addColumn<QStringList>("args");

    QTest::newRow("nothing") << QStringList();
    QTest::newRow("unknown") << QStringList{u"copy"_s, u"x"_s};
    QTest::newRow("no file") << QStringList{u"backup"_s};
    QTest::newRow("two files") << QStringList{u"verify"_s, u"a"_s, u"b"_s};
    QTest::newRow("option") << QStringList{u"verify"_s, u"--force"_s};
    QTest::newRow("forced backup") << QStringList{u"backup"_s, u"a"_s, u"--force"_s};
}

void tst_Backup::saysHowItIsUsed()
{
    QFETCH(QStringList, args);
    QString text;
    QTextStream out(&text);

    QCOMPARE(journalCommand(args, m_folder->path(), out), 2);

    QVERIFY(text.startsWith("verify [FILE]"_L1));
    QVERIFY(files().isEmpty());
}

QTEST_GUILESS_MAIN(tst_Backup)
#include "tst_backup.moc"
