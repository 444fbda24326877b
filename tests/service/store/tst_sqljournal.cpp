// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "tests/service/store/records.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_SqlJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void startsEmpty();
    void givesBackWhatWasAppended();
    void tellsTicketsInTheirOrder();
    void tellsATicketWithoutRecords();
    void tellsTheFirstSequenceOfEachTicket();
    void keepsTheOrderWhateverTheClockDoes();
    void writesWhatWaitsWhenItGoes();
    void goesOnAfterARestart();
    void loadsOnlyBeforeTheFirstAppend();
    void recallsWhatWasAppendedBefore();
    void recallsNoMoreThanAPersonCanHoldInHand();
    void recallsAfterARestart();

private:
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_SqlJournal::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"journal/knock.db"_s);
}

void tst_SqlJournal::startsEmpty()
{
    SqlJournal journal;

    QVERIFY(journal.open(m_path));

    QVERIFY(journal.load().value().empty());
    QCOMPARE(journal.lastIncident().value(), IncidentId{});
}

void tst_SqlJournal::givesBackWhatWasAppended()
{
    const std::vector<Record> given{
        record(1, R"({"number":"0105550142"})", u"callArrived"_s),
        record(2, {}),
        record(1, QByteArray("\0\xff\n", 3), u"잠금"_s),
        record(2, QByteArray(200'000, 'x')),
    };
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path));
        const QSignalSpy appended(&journal, &Journal::appended);

        journal.append(given, 7);

        QTRY_COMPARE(ticketsIn(appended), QList<quint64>{7});
    }

    SqlJournal reopened;
    QVERIFY(reopened.open(m_path));
    QCOMPARE(reopened.load().value(), numbered(given));
}

void tst_SqlJournal::tellsTicketsInTheirOrder()
{
    constexpr int count = 1000;
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    const QSignalSpy appended(&journal, &Journal::appended);
    QList<quint64> tickets;

    for (quint64 ticket = 1; ticket <= count; ++ticket) {
        journal.append({record(ticket % 7 + 1, QByteArray::number(ticket)), record(1, "second")}, ticket);
        tickets.append(ticket);
    }

    QTRY_COMPARE(appended.count(), count);
    QCOMPARE(ticketsIn(appended), tickets);
    QCOMPARE(verify(m_path).value(), 2u * count);
}

void tst_SqlJournal::tellsATicketWithoutRecords()
{
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    const QSignalSpy appended(&journal, &Journal::appended);

    journal.append({}, 1);

    QTRY_COMPARE(ticketsIn(appended), QList<quint64>{1});
}

void tst_SqlJournal::tellsTheFirstSequenceOfEachTicket()
{
    quint64 expected = 1;
    for (int run = 0; run < 3; ++run) {
        SqlJournal journal;
        QVERIFY(journal.open(m_path));
        const QSignalSpy appended(&journal, &Journal::appended);
        for (quint64 ticket = 0; ticket < 50; ++ticket)
            journal.append(records(static_cast<int>(ticket % 4)), ticket); // some bring nothing

        QTRY_COMPARE(appended.count(), 50);
        for (const QList<QVariant> &told : appended) {
            QCOMPARE(told.at(1).value<quint64>(), expected);
            expected += told.at(0).value<quint64>() % 4;
        }
    }
    QCOMPARE(verify(m_path).value() + 1, expected);
}

void tst_SqlJournal::keepsTheOrderWhateverTheClockDoes()
{
    std::vector<Record> given = records(60);
    const QDateTime now = given.front().at;
    for (size_t i = 0; i < given.size(); ++i)
        given[i].at = now.addSecs(i % 3 == 1 ? -86'400 * 365 : qint64(i % 5) * 7200); // years back, hours forth
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path));
        for (const Record &one : given)
            journal.append({one}, 1);
    }

    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    QCOMPARE(journal.load().value(), numbered(given));
    QCOMPARE(journal.recent(now, {u"keyPressed"_s}).value().size(), 40u);
    QCOMPARE(verify(m_path).value(), 60u);
    Result<Database> database = Database::open(m_path, Database::Mode::Read);
    QVERIFY(database);
    QCOMPARE(database
                 ->number("SELECT count(*) FROM event AS a JOIN event AS b ON b.sequence = a.sequence + 1"
                          " WHERE b.monotonic < a.monotonic OR a.boot <> b.boot OR a.monotonic = 0")
                 .value(),
             0);
}

void tst_SqlJournal::writesWhatWaitsWhenItGoes()
{
    {
        SqlJournal journal;
        QVERIFY(journal.open(m_path));
        for (quint64 ticket = 1; ticket <= 100; ++ticket)
            journal.append(records(3), ticket);
    }

    QCOMPARE(verify(m_path).value(), 300u);
}

void tst_SqlJournal::goesOnAfterARestart()
{
    const std::vector<Record> all = records(30);
    for (int part = 0; part < 3; ++part) {
        SqlJournal journal;
        QVERIFY(journal.open(m_path));
        QCOMPARE(journal.load().value().size(), static_cast<size_t>(part) * 10);
        const QSignalSpy appended(&journal, &Journal::appended);

        journal.append({all.begin() + part * 10, all.begin() + (part + 1) * 10}, 1);

        QTRY_COMPARE(appended.count(), 1);
    }

    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    QCOMPARE(journal.load().value(), numbered(all));
    QCOMPARE(verify(m_path).value(), 30u);
}

void tst_SqlJournal::loadsOnlyBeforeTheFirstAppend()
{
    SqlJournal journal;
    QCOMPARE(journal.load().error().kind, Error::Kind::Refused);
    QVERIFY(journal.open(m_path));

    journal.append(records(1), 1);

    QCOMPARE(journal.load().error().kind, Error::Kind::Refused);
    QCOMPARE(journal.lastIncident().error().kind, Error::Kind::Refused);
}

void tst_SqlJournal::recallsWhatWasAppendedBefore()
{
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    const QSignalSpy recalled(&journal, &Journal::recalled);
    QStringList said;
    connect(&journal, &Journal::appended, this, [&](quint64 ticket) { said << u"appended %1"_s.arg(ticket); });
    connect(&journal, &Journal::recalled, this, [&](quint64 ticket, const auto &records) {
        said << u"recalled %1: %2"_s.arg(ticket).arg(records->size());
    });

    journal.append(records(2), 1);
    journal.append({record(2, "another")}, 2);
    journal.recall({1}, 7);
    journal.append(records(1), 3);
    journal.recall({1}, 8);
    journal.recall({9}, 9);
    QVERIFY(said.isEmpty()); // nobody waited for the disk

    QTRY_COMPARE(recalled.count(), 3);
    QCOMPARE(said,
             (QStringList{u"appended 1"_s, u"appended 2"_s, u"recalled 7: 2"_s, u"appended 3"_s, u"recalled 8: 3"_s,
                          u"recalled 9: 0"_s}));
}

void tst_SqlJournal::recallsNoMoreThanAPersonCanHoldInHand()
{
    SqlJournal journal({.mostRecalled = 3});
    QVERIFY(journal.open(m_path));
    std::vector<Result<std::vector<Record>>> said;
    connect(&journal, &Journal::recalled, this, [&](quint64, const auto &records) { said.push_back(records); });

    journal.append(records(3), 1);
    journal.recall({1}, 1);
    journal.append(records(1), 2);
    journal.recall({1}, 2);

    QTRY_COMPARE(said.size(), 2u);
    QCOMPARE(said[0].value(), numbered(records(3)));
    QCOMPARE(said[1].error().kind, Error::Kind::Full);
}

void tst_SqlJournal::recallsAfterARestart()
{
    QVERIFY(writeJournal(m_path, {record(1, "a"), record(1, "b", incidentClosed)}));
    SqlJournal journal;
    QVERIFY(journal.open(m_path));
    const QSignalSpy recalled(&journal, &Journal::recalled);

    journal.recall({1}, 1); // before anything is appended

    QTRY_COMPARE(recalled.count(), 1);
    QCOMPARE(journal.load().error().kind, Error::Kind::Refused);
}

QTEST_GUILESS_MAIN(tst_SqlJournal)
#include "tst_sqljournal.moc"
