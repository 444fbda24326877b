// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/reader.h"
#include "app/service/store/sqljournal.h"
#include "tests/service/store/keys.h"
#include "tests/service/store/records.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_JournalReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsWhileItIsWritten();
    void readsPageByPage();
    void readsOnlyWhatIsWishedFor();
    void endsAPageThatGrowsTooLarge();
    void endsAPageThatTakesTooLong();
    void answersInTheOrderOfTheWishes();
    void takesNoMoreWishesThanItCanHold();
    void opensWhatIsSealed();
    void needsAJournal();
    void walksNoMoreThanItMust_data();
    void walksNoMoreThanItMust();

private:
    [[nodiscard]] Result<Reader::Page> page(Reader &reader, const Reader::Wish &wish);

    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

static QList<quint64> sequencesIn(const Result<Reader::Page> &page)
{
    QList<quint64> sequences;
    for (const Record &record : page.value().records)
        sequences.append(record.sequence);
    return sequences;
}

void tst_JournalReader::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal.db"_s);
}

Result<Reader::Page> tst_JournalReader::page(Reader &reader, const Reader::Wish &wish)
{
    std::optional<Result<Reader::Page>> said;
    const auto connection
        = connect(&reader, &Reader::page, this, [&said](quint64, const auto &found) { said = found; });
    reader.read(wish, 1);
    (void)QTest::qWaitFor([&said] { return said.has_value(); });
    disconnect(connection);
    return said.value_or(failure(Error::Kind::Broken, u"no answer"_s));
}

void tst_JournalReader::readsWhileItIsWritten()
{
    constexpr quint64 count = 10'000;
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    quint64 written = 0;
    const auto writeMore = [&] {
        for (int i = 0; i < 100 && written < count; ++i) {
            ++written;
            journal.append({record(written % 9 + 1, QByteArray::number(written))}, written);
        }
    };
    connect(&journal, &Journal::appended, this, [&](quint64 ticket) {
        if (ticket == written)
            writeMore();
    });
    Reader reader;
    QVERIFY(reader.open(m_path));
    std::vector<Record> read;
    quint64 pages = 0;
    connect(&reader, &Reader::page, this, [&](quint64, const auto &found) {
        QVERIFY(found);
        ++pages;
        read.insert(read.end(), found->records.begin(), found->records.end());
        if (read.size() < count)
            reader.read({.after = found->through, .most = 100}, pages);
    });

    reader.read({.most = 100}, 0);
    writeMore();

    QTRY_COMPARE_WITH_TIMEOUT(read.size(), count, std::chrono::seconds(50));
    for (quint64 i = 0; i < count; ++i) {
        QCOMPARE(read[i].sequence, i + 1);
        QCOMPARE(read[i].body, QByteArray::number(i + 1));
    }
    QVERIFY(pages > 100);
}

void tst_JournalReader::readsPageByPage()
{
    QVERIFY(writeJournal(m_path, records(25)));
    Reader reader;
    QVERIFY(reader.open(m_path));
    QList<quint64> sizes;
    std::vector<Record> read;
    Reader::Page last;

    do {
        last = page(reader, {.after = last.through, .most = 10}).value();
        sizes.append(last.records.size());
        read.insert(read.end(), last.records.begin(), last.records.end());
        QCOMPARE(last.head, 25u);
    } while (last.through < last.head);

    QCOMPARE(sizes, (QList<quint64>{10, 10, 5}));
    QCOMPARE(read, numbered(records(25)));
    const auto beyond = page(reader, {.after = 30}).value();
    QVERIFY(beyond.records.empty());
    QCOMPARE(beyond.through, 30u);
    QCOMPARE(beyond.head, 25u);
}

void tst_JournalReader::readsOnlyWhatIsWishedFor()
{
    Record audit = record(0, "f", u"signedIn"_s);
    audit.opensIncident = false;
    QVERIFY(writeJournal(m_path,
                         {record(1, "a"), record(2, "b"), record(1, "c", incidentClosed), record(3, "d"),
                          record(2, "e", u"note"_s), audit}));
    Reader reader;
    QVERIFY(reader.open(m_path));

    QCOMPARE(sequencesIn(page(reader, {.openOnly = true})), (QList<quint64>{2, 4, 5}));
    QCOMPARE(sequencesIn(page(reader, {.after = 2, .openOnly = true})), (QList<quint64>{4, 5}));
    QCOMPARE(sequencesIn(page(reader, {.incident = IncidentId{1}})), (QList<quint64>{1, 3}));
    QCOMPARE(sequencesIn(page(reader, {.incident = IncidentId{1}, .openOnly = true})), QList<quint64>());
    QCOMPARE(sequencesIn(page(reader, {.incident = IncidentId{2}, .openOnly = true})), (QList<quint64>{2, 5}));
    QCOMPARE(sequencesIn(page(reader, {.incident = IncidentId{}})), (QList<quint64>{6}));
    QCOMPARE(sequencesIn(page(reader, {.types = {u"note"_s, u"signedIn"_s}})), (QList<quint64>{5, 6}));
    QCOMPARE(page(reader, {.types = {u"nothing"_s}})->through, 6u);
}

void tst_JournalReader::endsAPageThatGrowsTooLarge()
{
    std::vector<Record> given;
    for (int i = 0; i < 5; ++i)
        given.push_back(record(1, QByteArray(Reader::mostBytes / 2, 'x')));
    QVERIFY(writeJournal(m_path, given));
    Reader reader;
    QVERIFY(reader.open(m_path));

    QCOMPARE(sequencesIn(page(reader, {})), (QList<quint64>{1, 2}));
    QCOMPARE(sequencesIn(page(reader, {.after = 4})), (QList<quint64>{5}));
}

void tst_JournalReader::endsAPageThatTakesTooLong()
{
    std::vector<Record> given(Reader::mostLookedAt, record(1, "x"));
    given.push_back(record(1, "y", u"rare"_s));
    QVERIFY(writeJournal(m_path, given));
    Reader reader;
    QVERIFY(reader.open(m_path));

    const auto first = page(reader, {.types = {u"rare"_s}}).value();

    QVERIFY(first.records.empty());
    QCOMPARE(first.through, Reader::mostLookedAt);
    QCOMPARE(sequencesIn(page(reader, {.after = first.through, .types = {u"rare"_s}})),
             (QList<quint64>{Reader::mostLookedAt + 1}));
}

void tst_JournalReader::answersInTheOrderOfTheWishes()
{
    QVERIFY(writeJournal(m_path, records(2000)));
    Reader reader;
    QVERIFY(reader.open(m_path));
    QList<quint64> told;
    connect(&reader, &Reader::page, this, [&](quint64 ticket) { told.append(ticket); });

    reader.read({.most = 2000}, 1);
    reader.read({.most = 1}, 2);
    reader.read({.incident = IncidentId{7}}, 3);
    QVERIFY(told.isEmpty());

    QTRY_COMPARE(told, (QList<quint64>{1, 2, 3}));
}

void tst_JournalReader::takesNoMoreWishesThanItCanHold()
{
    QVERIFY(writeJournal(m_path, records(500)));
    Reader reader;
    QVERIFY(reader.open(m_path));
    size_t answered = 0;
    size_t full = 0;
    connect(&reader, &Reader::page, this, [&](quint64, const auto &found) {
        ++answered;
        full += !found && found.error().kind == Error::Kind::Full;
    });

    constexpr size_t count = Reader::mostWishes * 2;
    for (quint64 i = 0; i < count; ++i)
        reader.read({.types = {u"none"_s}}, i);

    QTRY_COMPARE_WITH_TIMEOUT(answered, count, std::chrono::seconds(50));
    QCOMPARE_GT(full, 0u);
    QCOMPARE_LE(full, count - Reader::mostWishes);
}

void tst_JournalReader::opensWhatIsSealed()
{
    const auto sealer = std::make_shared<FakeSealer>();
    {
        Result<JournalFile> file = JournalFile::open(m_path, sealer);
        QVERIFY(file && file->write({{1, {record(1, "a"), record(2, "b"), record(1, "c"), record(3, "d")}}}));
    }
    sealer->destroy(1);
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"their keys were destroyed"_s));
    Reader reader;
    QVERIFY(reader.open(m_path, sealer));
    Reader blind;
    QVERIFY(blind.open(m_path));

    const auto found = page(reader, {}).value();

    QCOMPARE(found.records.size(), 2u);
    QCOMPARE(found.records.front().body, "b");
    QCOMPARE(found.records.back().body, "d");
    QCOMPARE(found.through, 4u);
    QCOMPARE(page(blind, {}).error().kind, Error::Kind::Refused);
}

void tst_JournalReader::needsAJournal()
{
    Reader reader;

    QCOMPARE(reader.open(m_path).error().kind, Error::Kind::Unreachable);
    QVERIFY(!QFile::exists(m_path));
}

void tst_JournalReader::walksNoMoreThanItMust_data()
{
    QTest::addColumn<bool>("openOnly");
    QTest::addColumn<bool>("one");
    QTest::addColumn<QByteArrayList>("steps");

    const QByteArray byNumber = "SEARCH event USING INTEGER PRIMARY KEY (rowid>?)";
    const QByteArray byIncident = "SEARCH event USING INDEX event_by_incident (incident=? AND sequence>?)";
    QTest::newRow("everything") << false << false << QByteArrayList{byNumber};
    QTest::newRow("one incident") << false << true << QByteArrayList{byIncident};
    QTest::newRow("open ones") << true << false << QByteArrayList{"INDEX incident_open", byIncident};
    QTest::newRow("one that is open") << true << true << QByteArrayList{"SEARCH incident", byIncident};
}

void tst_JournalReader::walksNoMoreThanItMust()
{
    QFETCH(bool, openOnly);
    QFETCH(bool, one);
    QFETCH(QByteArrayList, steps);
    QVERIFY(writeJournal(m_path, records(1)));
    Result<Database> database = Database::open(m_path, Database::Mode::Read);
    QVERIFY(database);
    const Reader::Wish wish{.incident = one ? std::optional(IncidentId{1}) : std::nullopt, .openOnly = openOnly};

    Result<Statement> plan = database->prepare("EXPLAIN QUERY PLAN " + Reader::sqlFor(wish));
    QByteArray found;
    while (plan->step().value())
        found += plan->bytes(3) + '\n';

    for (const QByteArray &step : steps)
        QVERIFY2(found.contains(step), found.constData());
}

QTEST_GUILESS_MAIN(tst_JournalReader)
#include "tst_journalreader.moc"
