// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/reader.h"
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/faultydisk.h"
#include "tests/service/store/outcomes.h"
#include "tests/service/store/records.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_FaultyDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsEverythingWhileTheDiskIsFull();
    void writesAllOrNothing_data();
    void writesAllOrNothing();
    void saysThatTheDiskDoesNotSync();
    void writesMoreAtOnceWhileTheDiskIsSlow();
    void commitsTogetherWhatComesTogether();
    void gathersWhileThereIsMuchToWrite();
    void goesOnReadingWhileTheDiskTakesNothing();
    void saysThatTooManyWait();
    void triesLessAndLessOften();
    void countsWhatItGivesUpWhenItGoes();

    void cleanupTestCase() { m_outcomes.reset(); }

private:
    /// Opens a journal and lets it write one record, so that all its files are there.
    void open(SqlJournal &journal);
    void reopened(int count);

    std::optional<Outcomes> m_outcomes{std::in_place};
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
    static constexpr SqlJournal::Limits quick{.mostWaiting = 100'000, .firstPause = 2ms, .longestPause = 10ms};
};

void tst_FaultyDisk::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"knock.db"_s);
}

void tst_FaultyDisk::open(SqlJournal &journal)
{
    QVERIFY(journal.open(m_path));
    QSignalSpy appended(&journal, &Journal::appended);
    journal.append(records(1), 0);
    QVERIFY(appended.count() > 0 || appended.wait());
}

static Error errorIn(const QSignalSpy &failed, int which) { return failed.at(which).at(0).value<Error>(); }

static std::vector<Record> part(const std::vector<Record> &all, int from, int to)
{
    return {all.begin() + from, all.begin() + to};
}

/// The journal in the file is "body 1" ... "body <count>", each once and in order.
void tst_FaultyDisk::reopened(int count)
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);
    QCOMPARE(file->openIncidents().value(), numbered(records(count)));
    QCOMPARE(verify(m_path).value(), static_cast<quint64>(count));
}

void tst_FaultyDisk::keepsEverythingWhileTheDiskIsFull()
{
    FaultyDisk disk;
    const std::vector<Record> all = records(11);
    {
        SqlJournal journal(quick);
        open(journal);
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        const QSignalSpy recovered(&journal, &Journal::recovered);
        disk.room = 0;

        for (int i = 0; i < 5; ++i)
            journal.append(part(all, 1 + 2 * i, 3 + 2 * i), static_cast<quint64>(i) + 1);

        QTRY_VERIFY(failed.count() >= 3);
        QCOMPARE(errorIn(failed, 0).kind, Error::Kind::Full);
        QVERIFY2(errorIn(failed, 0).detail.contains("full"_L1), qPrintable(errorIn(failed, 0).detail));
        QCOMPARE(appended.count(), 0);
        QCOMPARE(recovered.count(), 0);
        QCOMPARE(verify(m_path).value(), 1u);

        disk.room = FaultyDisk::plenty;

        QTRY_COMPARE(recovered.count(), 1);
        QTRY_COMPARE(ticketsIn(appended), (QList<quint64>{1, 2, 3, 4, 5}));
        m_outcomes->add(u"disk full"_s, u"told as failed, records wait; all kept in order once there is room"_s);
    }
    reopened(11);
}

void tst_FaultyDisk::writesAllOrNothing_data()
{
    QTest::addColumn<int>("room");
    for (const int room : {0, 1, 2, 3, 5, 8, 13, 21, 34, 55})
        QTest::addRow("room for %d writes", room) << room;
}

void tst_FaultyDisk::writesAllOrNothing()
{
    QFETCH(int, room);
    constexpr int count = 2001;
    FaultyDisk disk;
    {
        SqlJournal journal(quick);
        open(journal);
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        disk.room = room;

        journal.append(part(records(count), 1, count), 1);

        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(verify(m_path).value(), 1u);
        disk.room = FaultyDisk::plenty;
        QTRY_COMPARE(appended.count(), 1);
        m_outcomes->add(u"disk full after %1 writes of a commit"_s.arg(room), u"nothing of it, then all of it"_s);
    }
    reopened(count);
}

void tst_FaultyDisk::saysThatTheDiskDoesNotSync()
{
    FaultyDisk disk;
    {
        SqlJournal journal(quick);
        open(journal);
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        disk.syncs = false;

        journal.append(part(records(2), 1, 2), 1);

        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(errorIn(failed, 0).kind, Error::Kind::Broken);
        QCOMPARE(appended.count(), 0);
        disk.syncs = true;
        QTRY_COMPARE(appended.count(), 1);
        m_outcomes->add(u"fsync fails"_s, u"told as failed, nothing told as kept before a later one goes well"_s);
    }
    reopened(2);
}

void tst_FaultyDisk::writesMoreAtOnceWhileTheDiskIsSlow()
{
    constexpr int count = 1000;
    FaultyDisk disk;
    {
        SqlJournal journal(quick);
        open(journal);
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        disk.syncTakes = 50ms;
        const std::vector<Record> all = records(count + 1);
        QElapsedTimer time;
        time.start();

        for (int i = 1; i <= count; ++i)
            journal.append(part(all, i, i + 1), static_cast<quint64>(i));

        const qint64 waited = time.elapsed();
        QCOMPARE_LT(waited, 2000); // one after the other they take 50 s
        QTRY_COMPARE(appended.count(), count);
        const qint64 took = time.elapsed();
        QCOMPARE_LT(took, 5000);
        QVERIFY(failed.isEmpty());
        m_outcomes->add(u"each fsync takes 50 ms"_s,
                        u"%1 appends waited %2 ms in all, told after %3 ms"_s.arg(count).arg(waited).arg(took));
    }
    disk.syncTakes = 0ms;
    reopened(count + 1);
}

void tst_FaultyDisk::commitsTogetherWhatComesTogether()
{
    constexpr int count = 20;
    FaultyDisk disk;
    SqlJournal journal({.gathering = 0ms});
    open(journal);
    const QSignalSpy appended(&journal, &Journal::appended);
    const std::vector<Record> all = records(count + 1);
    const int before = disk.synced;

    for (int i = 1; i <= count; ++i)
        journal.append(part(all, i, i + 1), static_cast<quint64>(i));

    QTRY_COMPARE(appended.count(), count);
    QCOMPARE(disk.synced - before, 1);
}

void tst_FaultyDisk::gathersWhileThereIsMuchToWrite()
{
    constexpr int enough = 100;
    FaultyDisk disk;
    {
        SqlJournal journal({.gathering = 1h, .enough = enough});
        open(journal); // what it writes comes after a pause, and is there at once
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy recalled(&journal, &Journal::recalled);
        const std::vector<Record> all = records(enough + 4);
        const int before = disk.synced;

        for (int i = 1; i <= enough; ++i)
            journal.append(part(all, i, i + 1), static_cast<quint64>(i));

        QTRY_COMPARE(appended.count(), enough);
        QCOMPARE(disk.synced - before, 1);

        // Nobody who wants to read is made to wait, and nothing is left behind.
        journal.append(part(all, enough + 1, enough + 2), enough + 1);
        journal.recall({1}, 1);
        QTRY_COMPARE(recalled.count(), 1);
        QCOMPARE(appended.count(), enough + 1);
        journal.append(part(all, enough + 2, enough + 4), enough + 2);
    }
    reopened(enough + 4);
}

void tst_FaultyDisk::goesOnReadingWhileTheDiskTakesNothing()
{
    FaultyDisk disk;
    const std::vector<Record> all = records(6);
    {
        SqlJournal journal(quick);
        open(journal);
        Reader reader;
        QVERIFY(reader.open(m_path));
        size_t read = 0;
        connect(&reader, &Reader::page, this, [&read](quint64, const auto &page) { read = page->records.size(); });
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        const QSignalSpy recovered(&journal, &Journal::recovered);
        disk.isReadOnly = true;

        for (int i = 1; i <= 5; ++i)
            journal.append(part(all, i, i + 1), static_cast<quint64>(i));

        QTRY_VERIFY(failed.count() >= 3);
        QCOMPARE(appended.count(), 0);
        reader.read({}, 1);
        QTRY_COMPARE(read, 1u);

        disk.isReadOnly = false;

        QTRY_COMPARE(recovered.count(), 1);
        QTRY_COMPARE(ticketsIn(appended), (QList<quint64>{1, 2, 3, 4, 5}));
        m_outcomes->add(u"disk turns read-only while running"_s,
                        u"told as failed, records wait, reading goes on; all kept in order once it is writable"_s);
    }
    reopened(6);
}

void tst_FaultyDisk::saysThatTooManyWait()
{
    FaultyDisk disk;
    {
        SqlJournal journal({.mostWaiting = 10, .firstPause = 2ms, .longestPause = 10ms});
        open(journal);
        const QSignalSpy appended(&journal, &Journal::appended);
        const QSignalSpy failed(&journal, &Journal::failed);
        const QSignalSpy recovered(&journal, &Journal::recovered);
        disk.syncs = false;

        for (int i = 1; i <= 30; ++i)
            journal.append(part(records(31), i, i + 1), static_cast<quint64>(i));

        QTRY_VERIFY(!failed.isEmpty() && failed.last().at(0).value<Error>().kind == Error::Kind::Full);
        const QString detail = failed.last().at(0).value<Error>().detail;
        QVERIFY2(detail.contains("records wait"_L1), qPrintable(detail));
        QCOMPARE(appended.count(), 0);
        disk.syncs = true;
        QTRY_COMPARE(appended.count(), 30);
        QTRY_COMPARE(recovered.count(), 1);
    }
    reopened(31);
}

void tst_FaultyDisk::triesLessAndLessOften()
{
    FaultyDisk disk;
    SqlJournal journal({.mostWaiting = 10, .firstPause = 4ms, .longestPause = 64ms});
    open(journal);
    const QSignalSpy failed(&journal, &Journal::failed);
    QSignalSpy recovered(&journal, &Journal::recovered);
    QElapsedTimer time;
    time.start();
    disk.room = 0;

    journal.append(records(1), 1);

    QTRY_COMPARE_GE(failed.count(), 6);
    QCOMPARE_GE(time.elapsed(), 4 + 8 + 16 + 32 + 64);
    disk.room = FaultyDisk::plenty;
    QVERIFY(recovered.count() > 0 || recovered.wait());
}

void tst_FaultyDisk::countsWhatItGivesUpWhenItGoes()
{
    FaultyDisk disk;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"ends with 3 records unwritten"_s));
    {
        SqlJournal journal(quick);
        open(journal);
        disk.room = 0;

        journal.append(records(3), 1);
    }

    disk.room = FaultyDisk::plenty;
    reopened(1);
}

QTEST_GUILESS_MAIN(tst_FaultyDisk)
#include "tst_faultydisk.moc"
