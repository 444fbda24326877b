// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/verify.h"
#include "tests/service/store/records.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;
using namespace knock::store;
using namespace knock::test;

class tst_Verify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void countsTheRecords();
    void findsOneFlippedBit();
    void findsWhatWasChanged_data();
    void findsWhatWasChanged();
    void walksWithoutSeeingTheRows();
    void saysWhenThereIsNoJournal();
    void tellsFieldsApart();

private:
    std::optional<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_Verify::init()
{
    QTest::failOnWarning();
    m_folder.emplace();
    m_path = m_folder->filePath(u"knock.db"_s);
}

void tst_Verify::countsTheRecords()
{
    QVERIFY(writeJournal(m_path, records(12)));
    QVERIFY(writeJournal(m_path, records(5)));

    QCOMPARE(verify(m_path).value(), 17u);
}

void tst_Verify::findsOneFlippedBit()
{
    QVERIFY(writeJournal(m_path, records(200)));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype place = bytes.indexOf("body 137");
    QVERIFY(place > 0);
    bytes[place] = static_cast<char>(bytes[place] ^ 1);
    file.seek(0);
    file.write(bytes);
    file.close();

    const Result<quint64> checked = verify(m_path);

    QVERIFY(!checked);
    QCOMPARE(checked.error().detail, u"the chain breaks at sequence 137"_s);
}

void tst_Verify::findsWhatWasChanged_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QString>("found");

    const QString broken = u"the chain breaks at sequence %1"_s;
    QTest::newRow("incident") << QByteArray("UPDATE event SET incident = 2 WHERE sequence = 3") << broken.arg(3);
    QTest::newRow("time") << QByteArray("UPDATE event SET at = at + 1 WHERE sequence = 4") << broken.arg(4);
    QTest::newRow("type") << QByteArray("UPDATE event SET type = 'x' WHERE sequence = 5") << broken.arg(5);
    QTest::newRow("body") << QByteArray("UPDATE event SET body = x'' WHERE sequence = 6") << broken.arg(6);
    QTest::newRow("form") << QByteArray("UPDATE event SET form = 3 WHERE sequence = 5") << broken.arg(5);
    QTest::newRow("older form") << QByteArray("UPDATE event SET form = 1 WHERE sequence = 5") << broken.arg(5);
    QTest::newRow("monotonic time") << QByteArray("UPDATE event SET monotonic = monotonic + 1 WHERE sequence = 5")
                                    << broken.arg(5);
    QTest::newRow("start") << QByteArray("UPDATE event SET boot = x'00' WHERE sequence = 5") << broken.arg(5);
    QTest::newRow("hash") << QByteArray("UPDATE event SET hash = x'00' WHERE sequence = 7") << broken.arg(7);
    QTest::newRow("removed") << QByteArray("DELETE FROM event WHERE sequence = 8") << u"sequence 8 is missing"_s;
    QTest::newRow("first removed") << QByteArray("DELETE FROM event WHERE sequence = 1") << u"sequence 1 is missing"_s;
    QTest::newRow("removed and closed up") << QByteArray(
        "DELETE FROM event WHERE sequence = 2; UPDATE event SET sequence = sequence - 1 WHERE sequence > 2")
                                           << broken.arg(2);
    QTest::newRow("swapped") << QByteArray("UPDATE event SET sequence = 99 WHERE sequence = 2;"
                                           "UPDATE event SET sequence = 2 WHERE sequence = 3;"
                                           "UPDATE event SET sequence = 3 WHERE sequence = 99")
                             << broken.arg(2);
}

void tst_Verify::findsWhatWasChanged()
{
    QFETCH(QByteArray, sql);
    QFETCH(QString, found);
    QVERIFY(writeJournal(m_path, records(10)));
    Result<Database> database = Database::open(m_path, Database::Mode::Write);
    QVERIFY(database);
    QVERIFY(database->run("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed;"));
    QVERIFY(database->run(sql));

    const Result<quint64> checked = verify(m_path);

    QVERIFY(!checked);
    QCOMPARE(checked.error().detail, found);
}

// As somebody does who may see the rows of one incident only.
void tst_Verify::walksWithoutSeeingTheRows()
{
    HashChain chain;
    const Row row{record(1, "body"), Form::Timed, std::chrono::nanoseconds(5), QByteArray(16, 'b')};

    const QByteArray next = chain.next(HashChain::start(), row).value();

    const QByteArray content = chain.content(row).value();
    QCOMPARE(next, QCryptographicHash::hash(HashChain::start() + content, QCryptographicHash::Sha256));
}

void tst_Verify::saysWhenThereIsNoJournal()
{
    QCOMPARE(verify(m_path).error().kind, Error::Kind::Unreachable);
    QVERIFY(!QFile::exists(m_path));
}

void tst_Verify::tellsFieldsApart()
{
    HashChain chain;
    for (const Form form : {Form::Untimed, Form::Timed, Form::Sealed}) {
        const Row one{record(1, "bc", u"a"_s), form, {}, {}};
        Row other{record(1, "c", u"ab"_s), form, {}, {}};
        other.record.at = one.record.at;

        QVERIFY(chain.next(HashChain::start(), one).value() != chain.next(HashChain::start(), other).value());
        QCOMPARE(chain.next(HashChain::start(), one).value(), chain.next(HashChain::start(), one).value());
    }
}

QTEST_GUILESS_MAIN(tst_Verify)
#include "tst_verify.moc"
