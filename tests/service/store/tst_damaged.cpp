// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/outcomes.h"
#include "tests/service/store/records.h"

#include <functional>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

using Harm = std::function<void(const QString &path)>;
Q_DECLARE_METATYPE(Harm)

/// A service starts although its journal is not as it was written, and says so.
class tst_Damaged : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void startsANewOne_data();
    void startsANewOne();
    void takesOverWhatIsOpen();
    void takesOverNothingThatWasChanged();
    void leavesAlone_data();
    void leavesAlone();
    void cleanupTestCase() { m_outcomes.reset(); }

private:
    std::optional<Outcomes> m_outcomes{std::in_place};
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

namespace {

constexpr qint64 page = 4096;

void overwrite(const QString &path, qint64 from, qint64 count)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    file.write(QByteArray(static_cast<qsizetype>(count), '\xa5'));
}

/// As bytes may turn on a disk, behind the triggers.
void change(const QString &path, const QByteArray &sql)
{
    Result<Database> database = Database::open(path, Database::Mode::Write);
    QVERIFY(database);
    QVERIFY(database->run("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed;" + sql));
}

/// The page that holds the last record.
qint64 lastPageOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().lastIndexOf("the last one") / page;
}

} // namespace

void tst_Damaged::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal.db"_s);
}

void tst_Damaged::startsANewOne_data()
{
    QTest::addColumn<Harm>("harm");
    QTest::addColumn<QString>("found"); // what is said of it
    QTest::addColumn<bool>("isReadable"); // as far as its end

    QTest::newRow("the last page of records")
        << Harm([](const QString &path) { overwrite(path, lastPageOf(path) * page, page); }) << u"malformed"_s << false;
    QTest::newRow("the first page") << Harm([](const QString &path) { overwrite(path, 0, page); })
                                    << u"not a database"_s << false;
    QTest::newRow("the file is cut in half")
        << Harm([](const QString &path) { QVERIFY(QFile::resize(path, QFile(path).size() / 2 / page * page)); })
        << u"malformed"_s << false;
    QTest::newRow("a bit in the last record") << Harm([](const QString &path) {
        change(path, "UPDATE event SET body = CAST('the lost one' AS BLOB) WHERE sequence = 2001");
    }) << u"the chain breaks at sequence 2001"_s
                                              << true;
    QTest::newRow("a bit in an open incident, long ago")
        << Harm([](const QString &path) { change(path, "UPDATE event SET body = x'00' WHERE sequence = 7"); })
        << u"the chain breaks at sequence 7"_s << true;
    QTest::newRow("records are cut off") << Harm(
        [](const QString &path) { change(path, "DELETE FROM event WHERE sequence > 1990"); })
                                         << u"sequence 2001 was signed, the last one is 1990"_s << true;
}

void tst_Damaged::startsANewOne()
{
    QFETCH(Harm, harm);
    QFETCH(QString, found);
    QFETCH(bool, isReadable);
    {
        Result<JournalFile> file = JournalFile::open(m_path);
        FakeSigner signer;
        QVERIFY(file && file->write({{1, records(2000)}, {2, {record(1, "the last one")}}}));
        QVERIFY(file->sign(signer));
    }
    harm(m_path);
    const QByteArray before = [this] {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The journal was damaged: .*%1"_s.arg(found)));
    SqlJournal journal;

    const auto opened = journal.open(m_path);

    QVERIFY2(opened, qPrintable(opened.error_or(Error{}).detail));
    QVERIFY(opened->damage);
    QVERIFY2(opened->damage->detail.contains(found), qPrintable(opened->damage->detail));
    QVERIFY2(opened->movedTo.startsWith(m_path + u".damaged-"_s), qPrintable(opened->movedTo));
    QFile kept(opened->movedTo);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), before);

    // No number that may have been told is given again.
    QCOMPARE_GT(journal.lastIncident().value(), IncidentId{1});
    const QSignalSpy appended(&journal, &Journal::appended);
    journal.append({record(9, "new")}, 1);
    QTRY_COMPARE(appended.count(), 1);
    QCOMPARE_GT(appended.first().at(1).value<quint64>(), 2001u);
    QVERIFY(verify(m_path));

    Result<Database> database = Database::open(m_path, Database::Mode::Read);
    QVERIFY(database);
    Result<Statement> beginning = database->prepare("SELECT file, hash FROM beginning");
    QVERIFY(beginning->step().value());
    QCOMPARE(QString::fromUtf8(beginning->bytes(0)), QFileInfo(opened->movedTo).fileName());
    if (isReadable)
        QVERIFY(beginning->bytes(1) != HashChain::start());
    m_outcomes->add(QString::fromUtf8(QTest::currentDataTag()),
                    u"told when it is opened, kept aside, a new journal goes on from %1"_s.arg(
                        isReadable ? u"its last record"_s : u"what can be read"_s));
}

void tst_Damaged::takesOverWhatIsOpen()
{
    const auto sealer = std::make_shared<FakeSealer>();
    {
        Result<JournalFile> file = JournalFile::open(m_path, sealer);
        QVERIFY(file);
        QVERIFY(file->write({{1,
                              {record(1, "a"), record(2, "b"), record(1, "c", incidentClosed), record(2, "d"),
                               record(3, "e", incidentClosed), record(3, "f", incidentReopened)}}}));
    }
    change(m_path, "UPDATE event SET at = at + 1 WHERE sequence = 3"); // of a closed one
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The journal was damaged"_s));
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path, sealer)->damage);
    }

    SqlJournal journal;
    const auto again = journal.open(m_path, sealer);

    QVERIFY(again && !again->damage);
    QByteArrayList bodies;
    const std::vector<Record> open = journal.load().value();
    for (const Record &one : open)
        bodies << one.body;
    QCOMPARE(bodies, (QByteArrayList{"b", "d", "e", "f"}));
    QCOMPARE(verify(m_path).value(), 4u);
    QCOMPARE_GT(journal.lastIncident().value(), IncidentId{3});
    QCOMPARE(QDir(m_folder->path()).entryList({u"*.new*"_s}, QDir::Files), QStringList());
}

void tst_Damaged::takesOverNothingThatWasChanged()
{
    QVERIFY(writeJournal(m_path, {record(1, "a"), record(1, "b"), record(1, "c")}));
    change(m_path, "UPDATE event SET body = x'00' WHERE sequence = 2");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The journal was damaged"_s));
    SqlJournal journal;

    QVERIFY(journal.open(m_path)->damage);

    const std::vector<Record> open = journal.load().value();
    QCOMPARE(open.size(), 2u);
    QCOMPARE(open.front().body, "a");
    QCOMPARE(open.back().body, "c");
}

void tst_Damaged::leavesAlone_data()
{
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("another program's") << QByteArray("CREATE TABLE recipe (id)");
    QTest::newRow("a newer Knock's") << QByteArray("PRAGMA user_version = 999");
}

void tst_Damaged::leavesAlone()
{
    QFETCH(QByteArray, sql);
    QFile foreign(m_path);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.close();
    QVERIFY(Database::open(m_path, Database::Mode::Write)->run(sql));
    SqlJournal journal;

    const auto opened = journal.open(m_path);

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Malformed);
    QCOMPARE(QDir(m_folder->path()).entryList({u"*damaged*"_s}, QDir::Files), QStringList());
}

QTEST_GUILESS_MAIN(tst_Damaged)
#include "tst_damaged.moc"
