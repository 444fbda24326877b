// SPDX-License-Identifier: Apache-2.0
#include "app/service/retention/retention.h"
#include "app/service/store/sqljournal.h"
#include "app/service/store/verify.h"
#include "app/service/vault/journalsealer.h"
#include "app/service/vault/rotation.h"
#include "app/service/vault/sealedreader.h"
#include "app/service/vault/sealedwriter.h"
#include "app/wire/codec.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

/// What is kept goes when its time is over, and not before.
class tst_Retention : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void nothingGoesBeforeItsTime();
    void soundGoesAfterThreeMonthsAndTheRecordAfterAYear();
    void whatIsDueWaitsForADay();
    void whatIsHeldStays();
    void anOpenIncidentStays();
    void aWrongClockThatIsMendedInADayErasesNothing();
    void nothingOfItIsOnTheDiskAfterwards();

private:
    void append(std::vector<Event> events);
    void append(const Audit &entry);
    void close(quint64 incident);
    /// As often as it needs to be destroyed: now, and a day later.
    QStringList lookTwice();
    [[nodiscard]] std::pair<int, int> look();

    std::unique_ptr<QTemporaryDir> m_folder;
    test::ManualClock m_clock;
    std::shared_ptr<vault::KeyStore> m_keys;
    std::shared_ptr<vault::JournalSealer> m_sealer;
    std::unique_ptr<store::SqlJournal> m_journal;
    std::unique_ptr<retention::Retention> m_retention;
    std::chrono::milliseconds m_uptime{0};
    quint64 m_ticket = 0;
};

void tst_Retention::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = {};
    m_uptime = 0ms;
    m_keys = vault::openKeys(m_folder->filePath(u"keys.db"_s), m_folder->filePath(u"master.key"_s),
                             vault::masterFromFile, vault::Missing::Make)
                 .value();
    m_sealer = std::make_shared<vault::JournalSealer>(*m_keys);
    m_journal = std::make_unique<store::SqlJournal>();
    QVERIFY(m_journal->open(m_folder->filePath(u"journal.db"_s), m_sealer));
    QVERIFY(QDir(m_folder->path()).mkdir(u"recordings"_s));
    m_retention = std::make_unique<retention::Retention>(
        retention::Retention::Configuration{m_folder->filePath(u"journal.db"_s),
                                            m_folder->filePath(u"recordings"_s),
                                            m_folder->filePath(u"files"_s),
                                            {}},
        m_clock, m_sealer, m_keys, [this] { return m_uptime; });
}

void tst_Retention::cleanup()
{
    m_retention.reset();
    m_journal.reset();
}

void tst_Retention::append(std::vector<Event> events)
{
    std::vector<store::Record> records;
    for (const Event &event : events)
        records.push_back({0, incidentOf(event), m_clock.now(), nameOf(event), wire::encode(event)});
    QSignalSpy appended(m_journal.get(), &store::Journal::appended);
    m_journal->append(std::move(records), ++m_ticket);
    QVERIFY(appended.wait());
}

void tst_Retention::append(const Audit &entry)
{
    const auto &hold = std::get<HoldChanged>(entry);
    QSignalSpy appended(m_journal.get(), &store::Journal::appended);
    m_journal->append({{0, hold.incident, m_clock.now(), HoldChanged::name, wire::encode(entry), false}}, ++m_ticket);
    QVERIFY(appended.wait());
}

void tst_Retention::close(quint64 incident)
{
    const QString sound = u"%1.mka"_s.arg(incident);
    const QString camera = u"%1.mkv"_s.arg(incident);
    for (const QString &name : {sound, camera}) {
        auto file = vault::SealedWriter::create(m_folder->filePath(u"recordings/"_s + name), *m_keys, {incident},
                                                vault::Keep::Sound);
        QVERIFY(file && (*file)->append("what the caller said, and showed") && (*file)->finish());
    }
    append({CallArrived{{incident}, u"01012345678"_s, m_clock.now(), {}},
            RecordingBegan{{incident}, sound, m_clock.now()}, RecordingBegan{{incident}, camera, m_clock.now()},
            IncidentClosed{{incident}, CloseReason::HelpSent, u"a secret note"_s, {1}, m_clock.now()}});
}

std::pair<int, int> tst_Retention::look()
{
    QSignalSpy looked(m_retention.get(), &retention::Retention::looked);
    m_retention->look();
    if (!looked.wait())
        return {-1, -1};
    return {looked.front().at(0).toInt(), looked.front().at(1).toInt()};
}

QStringList tst_Retention::lookTwice()
{
    QStringList erased;
    const auto connection = connect(m_retention.get(), &retention::Retention::noted, this, [&](const Audit &entry) {
        const auto &one = std::get<Erased>(entry);
        erased << u"%1 of %2"_s.arg(one.what).arg(one.incident.value);
    });
    (void)look();
    m_uptime += 24h;
    (void)look();
    disconnect(connection);
    return erased;
}

void tst_Retention::nothingGoesBeforeItsTime()
{
    close(1);
    m_clock.advance(91 * 24h);

    QCOMPARE(lookTwice(), QStringList());
    QVERIFY(QFile::exists(m_folder->filePath(u"recordings/1.mka"_s)));
}

void tst_Retention::soundGoesAfterThreeMonthsAndTheRecordAfterAYear()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"1 keys .* are due"_s));
    close(1);
    m_clock.advance(93 * 24h);
    close(2);
    QCOMPARE(lookTwice(), QStringList{u"sound of 1"_s});
    const QStringList left = QDir(m_folder->filePath(u"recordings"_s)).entryList(QDir::Files);
    QCOMPARE(left, (QStringList{u"2.mka"_s, u"2.mkv"_s}));

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"2 keys .* are due"_s));
    m_clock.advance(273 * 24h);
    QCOMPARE(lookTwice(), (QStringList{u"sound of 2"_s, u"record of 1"_s}));
    QCOMPARE(lookTwice(), QStringList());
    QCOMPARE(m_keys->find({1}, vault::Keep::Record).error().kind, Error::Kind::Expired);
    QVERIFY(m_keys->find({2}, vault::Keep::Record));
}

void tst_Retention::whatIsDueWaitsForADay()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"1 keys .* are due"_s));
    close(1);
    m_clock.advance(93 * 24h);

    QCOMPARE(look(), std::pair(1, 0));
    m_uptime += 23h;
    QCOMPARE(look(), std::pair(1, 0));
    m_uptime += 1h;
    QCOMPARE(look(), std::pair(0, 1));
}

void tst_Retention::whatIsHeldStays()
{
    close(1);
    append(HoldChanged{{1}, u"park"_s, true, u"court"_s, m_clock.now()});
    m_clock.advance(800 * 24h);
    QCOMPARE(lookTwice(), QStringList());

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"2 keys .* are due"_s));
    append(HoldChanged{{1}, u"park"_s, false, u"over"_s, m_clock.now()});
    QCOMPARE(lookTwice(), (QStringList{u"sound of 1"_s, u"record of 1"_s}));
}

void tst_Retention::anOpenIncidentStays()
{
    append({CallArrived{{1}, u"01012345678"_s, m_clock.now(), {}}});
    close(2);
    append({IncidentReopened{{2}, {1}, m_clock.now()}});
    m_clock.advance(800 * 24h);

    QCOMPARE(lookTwice(), QStringList());
}

void tst_Retention::aWrongClockThatIsMendedInADayErasesNothing()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"2 keys .* are due"_s));
    close(1);
    m_clock.advance(10'000 * 24h);
    QCOMPARE(look(), std::pair(2, 0));
    m_uptime += 12h;
    m_clock.advance(-10'000 * 24h);
    QCOMPARE(look(), std::pair(0, 0));
    m_uptime += 48h;
    QCOMPARE(look(), std::pair(0, 0));
    QVERIFY(m_keys->find({1}, vault::Keep::Record));
}

void tst_Retention::nothingOfItIsOnTheDiskAfterwards()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"2 keys .* are due"_s));
    close(1);
    const QByteArray key = m_keys->find({1}, vault::Keep::Record)->bytes().toByteArray();
    m_clock.advance(400 * 24h);
    QCOMPARE(lookTwice().size(), 2);
    m_journal.reset();

    for (const QFileInfo &file : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
        QFile bytes(file.filePath());
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        const QByteArray all = bytes.readAll();
        for (const QByteArray &secret : {QByteArray("01012345678"), QByteArray("a secret note"), key})
            QVERIFY2(!all.contains(secret), qPrintable(file.fileName()));
    }
    QCOMPARE(store::verify(m_folder->filePath(u"journal.db"_s)).value_or(0), 4U); // the chain is whole all the same
}

QTEST_GUILESS_MAIN(tst_Retention)
#include "tst_retention.moc"
