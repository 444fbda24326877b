// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/journalfile.h"
#include "app/service/store/verify.h"
#include "tests/service/store/records.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

namespace {

// Root may write everywhere, so for the while of one call it becomes nobody.
class AsNobody
{
public:
    AsNobody()
        : m_able(::geteuid() != 0 || ::seteuid(65534) == 0)
    {
    }
    ~AsNobody()
    {
        if (::getuid() == 0 && ::seteuid(0) != 0)
            qFatal("The test cannot become root again.");
    }
    Q_DISABLE_COPY_MOVE(AsNobody)

    [[nodiscard]] bool isAble() const { return m_able; }

private:
    bool m_able;
};

} // namespace

class tst_JournalFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsFolderAndFilesToTheOwner();
    void givesOnlyOpenIncidents();
    void staysClosedWhateverComesLater();
    void opensAgainByReopeningAlone();
    void whatOnlySpeaksOfAnIncidentMakesNone();
    void readsBackWhateverTheClockDid();
    void readsOneIncidentAndNoMoreThanIsAskedFor();
    void takesUpAJournalOfAVersionBefore_data();
    void takesUpAJournalOfAVersionBefore();
    void remembersTheHighestIncident();
    void keepsRecordsOfNoIncident();
    void readsOnlyOpenIncidentsOnAStart();
    void refusesChangesFromOutside_data();
    void refusesChangesFromOutside();
    void refusesASecondOwner();
    void refusesAFolderItCannotWrite();
    void refusesAFileThatIsNoJournal_data();
    void refusesAFileThatIsNoJournal();
    void saysThatAPageIsDamaged();

private:
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_JournalFile::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal/knock.db"_s);
}

void tst_JournalFile::keepsFolderAndFilesToTheOwner()
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);
    QVERIFY(file->write({{1, records(1)}}));

    constexpr QFile::Permissions others(QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                                        | QFile::WriteOther | QFile::ExeOther);
    const QStringList all{QFileInfo(m_path).absolutePath(), m_path, m_path + u"-wal"_s, m_path + u"-shm"_s,
                          m_path + u".lock"_s};
    for (const QString &path : all) {
        QVERIFY2(QFile::exists(path), qPrintable(path));
        QCOMPARE(QFile::permissions(path) & others, QFile::Permissions());
    }
}

void tst_JournalFile::givesOnlyOpenIncidents()
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);
    const std::vector<Record> given = numbered({
        record(1, "a"),
        record(2, "b"),
        record(1, "c", incidentClosed),
        record(3, "d"),
        record(2, "e"),
    });

    QVERIFY(file->write({{1, given}}));

    const std::vector<Record> expected{given.at(1), given.at(3), given.at(4)};
    QCOMPARE(file->openIncidents().value(), expected);
}

void tst_JournalFile::staysClosedWhateverComesLater()
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);

    QVERIFY(file->write({{1, {record(1, "a"), record(1, "b", incidentClosed)}}, {2, {record(1, "c")}}}));

    QVERIFY(file->openIncidents().value().empty());
}

void tst_JournalFile::opensAgainByReopeningAlone()
{
    const std::vector<Record> given = numbered({record(1, "a"), record(1, "b", incidentClosed), record(1, "c"),
                                                record(1, "d", incidentReopened), record(1, "e")});
    QVERIFY(writeJournal(m_path, given));
    {
        Result<JournalFile> file = JournalFile::open(m_path);
        QVERIFY(file);
        QCOMPARE(file->openIncidents().value(), given);
        QVERIFY(file->write({{2, {record(1, "f", incidentClosed), record(1, "g")}}}));
        QVERIFY(file->openIncidents().value().empty());
    }

    QVERIFY(JournalFile::open(m_path)->openIncidents().value().empty());
}

void tst_JournalFile::whatOnlySpeaksOfAnIncidentMakesNone()
{
    const auto aside = [](quint64 incident, const QString &type) {
        Record made = record(incident, "x", type);
        made.opensIncident = false;
        return made;
    };
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);

    QVERIFY(file->write({{1,
                          {record(1, "a"), aside(999, u"refused"_s), record(2, "b"), record(2, "c", incidentClosed),
                           aside(2, u"recordViewed"_s), aside(0, u"signedIn"_s)}}}));

    QCOMPARE(file->lastIncident().value(), IncidentId{2});
    QCOMPARE(file->openIncidents().value().size(), 1u);
    QCOMPARE(file->history({2}, 10).value().size(), 3u);
    QCOMPARE(file->history({999}, 10).value().size(), 1u);
    QVERIFY(file->write({{2, {record(999, "now there is one")}}}));
    QCOMPARE(file->lastIncident().value(), IncidentId{999});
}

void tst_JournalFile::readsBackWhateverTheClockDid()
{
    std::vector<Record> given = numbered(records(5));
    const QDateTime now = given.front().at;
    given[1].at = now.addYears(-20); // a battery that was empty
    given[3].at = now.addSecs(-7200); // and a clock that went fast
    given[4].type = u"another"_s;
    QVERIFY(writeJournal(m_path, given));

    const auto recent = JournalFile::open(m_path).and_then(
        [&](JournalFile file) { return file.recent(now.addDays(-1), {u"keyPressed"_s}); });

    QCOMPARE(recent.value(), (std::vector{given[0], given[2], given[3]}));
}

void tst_JournalFile::readsOneIncidentAndNoMoreThanIsAskedFor()
{
    const std::vector<Record> given
        = numbered({record(1, "a"), record(2, "b"), record(1, "c", incidentClosed), record(1, "d")});
    QVERIFY(writeJournal(m_path, given));
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);

    QCOMPARE(file->history({1}, 3).value(), (std::vector{given[0], given[2], given[3]}));
    QCOMPARE(file->history({1}, 2).error().kind, Error::Kind::Full);
    QVERIFY(file->history({7}, 2).value().empty());
}

void tst_JournalFile::takesUpAJournalOfAVersionBefore_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("1") << u"journal-1.db"_s;
    QTest::newRow("2") << u"journal-2.db"_s;
}

void tst_JournalFile::takesUpAJournalOfAVersionBefore()
{
    QFETCH(QString, name);
    m_path = m_folder->filePath(u"knock.db"_s);
    QVERIFY(QFile::copy(QStringLiteral(JOURNALS) + name, m_path));
    QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(verify(m_path).value(), 62u);

    Result<JournalFile> file = JournalFile::open(m_path);

    QVERIFY2(file, qPrintable(file.error_or(Error{}).detail));
    const std::vector<Record> kept = file->openIncidents().value();
    QCOMPARE(kept.size(), 62u);
    QCOMPARE(file->recent(kept.front().at, {u"keyPressed"_s}).value(), kept);
    QVERIFY(file->write({{1, {record(1, "more")}}}));
    QCOMPARE(verify(m_path).value(), 63u);
}

void tst_JournalFile::remembersTheHighestIncident()
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);

    QVERIFY(file->write({{1, {record(4, "a"), record(9, "b", incidentClosed), record(5, "c")}}}));

    QCOMPARE(file->lastIncident().value(), IncidentId{9});
}

void tst_JournalFile::keepsRecordsOfNoIncident()
{
    Result<JournalFile> file = JournalFile::open(m_path);
    QVERIFY(file);

    QVERIFY(file->write({{1, {record(0, "a", u"refused"_s), record(1, "b")}}}));

    QCOMPARE(file->lastIncident().value(), IncidentId{1});
    QCOMPARE(file->openIncidents().value().size(), 1u);
    QCOMPARE(file->openIncidents().value().front().sequence, 2u);
}

// A year of closed incidents must not make the start slow: the plan may not walk all events.
void tst_JournalFile::readsOnlyOpenIncidentsOnAStart()
{
    QVERIFY(writeJournal(m_path, records(1)));
    Result<Database> database = Database::open(m_path, Database::Mode::Read);
    QVERIFY(database);

    Result<Statement> plan = database->prepare("EXPLAIN QUERY PLAN " + QByteArray(JournalFile::openIncidentsSql));
    QByteArray steps;
    while (plan->step().value())
        steps += plan->bytes(3) + '\n';

    QVERIFY2(steps.contains("INDEX incident_open"), steps.constData());
    QVERIFY2(steps.contains("SEARCH event USING INDEX event_by_incident"), steps.constData());
}

void tst_JournalFile::refusesChangesFromOutside_data()
{
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("change") << QByteArray("UPDATE event SET body = x'00' WHERE sequence = 2");
    QTest::newRow("remove") << QByteArray("DELETE FROM event WHERE sequence = 3");
    QTest::newRow("replace") << QByteArray("INSERT OR REPLACE INTO event VALUES (2, 1, 0, 'x', x'', x'', 2, 0, x'')");
    QTest::newRow("leave a gap") << QByteArray("INSERT INTO event VALUES (9, 1, 0, 'x', x'', x'', 2, 0, x'')");
}

void tst_JournalFile::refusesChangesFromOutside()
{
    QFETCH(QByteArray, sql);
    QVERIFY(writeJournal(m_path, records(3)));
    Result<Database> database = Database::open(m_path, Database::Mode::Write);
    QVERIFY(database);

    const Result<> changed = database->run(sql);

    QVERIFY(!changed);
    QVERIFY2(changed.error().detail.contains("append-only"_L1), qPrintable(changed.error().detail));
}

void tst_JournalFile::refusesASecondOwner()
{
    std::optional<Result<JournalFile>> first = JournalFile::open(m_path);
    QVERIFY(*first);

    const Result<JournalFile> second = JournalFile::open(m_path);

    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::Refused);
    QVERIFY((*first)->write({{1, records(1)}}));
    first.reset();
    QVERIFY(JournalFile::open(m_path));
}

void tst_JournalFile::refusesAFolderItCannotWrite()
{
    const QString folder = m_folder->filePath(u"shut"_s);
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x5555)));
    QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x5555)));
    const AsNobody nobody;
    if (!nobody.isAble())
        QSKIP("this process is root and cannot become another user");

    const Result<JournalFile> inside = JournalFile::open(folder + u"/knock.db"_s);
    const Result<JournalFile> below = JournalFile::open(folder + u"/deeper/knock.db"_s);

    QVERIFY(!inside);
    QCOMPARE(inside.error().kind, Error::Kind::Unreachable);
    QVERIFY(!below);
    QCOMPARE(below.error().kind, Error::Kind::Unreachable);
}

void tst_JournalFile::refusesAFileThatIsNoJournal_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("text") << QByteArray(10'000, 'x') << QByteArray();
    QTest::newRow("another database") << QByteArray() << QByteArray("CREATE TABLE recipe (id)");
    QTest::newRow("newer") << QByteArray() << QByteArray("PRAGMA user_version = 999");
    QTest::newRow("below zero") << QByteArray() << QByteArray("PRAGMA user_version = -1");
    QTest::newRow("version without tables") << QByteArray() << QByteArray("PRAGMA user_version = 1");
    QTest::newRow("other tables under our version")
        << QByteArray() << QByteArray("CREATE TABLE event (name); PRAGMA user_version = 1");
}

void tst_JournalFile::refusesAFileThatIsNoJournal()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, sql);
    m_path = m_folder->filePath(u"knock.db"_s);
    QFile foreign(m_path);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.write(bytes);
    foreign.close();
    if (!sql.isEmpty())
        QVERIFY(Database::open(m_path, Database::Mode::Write)->run(sql));

    const Result<JournalFile> file = JournalFile::open(m_path);

    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::Malformed);
    QVERIFY2(file.error().detail.contains(m_path), qPrintable(file.error().detail));
}

void tst_JournalFile::saysThatAPageIsDamaged()
{
    QVERIFY(writeJournal(m_path, records(2000)));
    QFile bytes(m_path);
    QVERIFY(bytes.open(QIODevice::ReadWrite));
    QVERIFY(bytes.size() > 10 * 4096);
    bytes.seek(5 * 4096);
    bytes.write(QByteArray(bytes.size() - 6 * 4096, '\xa5'));
    bytes.close();

    const auto loaded = JournalFile::open(m_path).and_then([](JournalFile file) { return file.openIncidents(); });

    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, Error::Kind::Malformed);
}

QTEST_GUILESS_MAIN(tst_JournalFile)
#include "tst_journalfile.moc"
