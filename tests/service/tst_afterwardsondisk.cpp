// SPDX-License-Identifier: Apache-2.0
#include "app/service/service.h"
#include "app/service/store/sqljournal.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// What comes after a call, with a journal on the disk, and with a service that is killed.
class tst_AfterwardsOnDisk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }

    void aReopenedIncidentOutlastsAKill();
    void whatIsClosedAgainStaysClosed();
    void aLookUpReadsWhatIsNotInTheBook();
    void aRecordingThatEndsMeanwhileIsThere();

private:
    void open(const QString &folder);
    /// What a kill leaves on the disk is opened by another service.
    void kill();
    void ask(const Command &command) { m_service->take(dispatch::Asked{{1}, command}); }
    [[nodiscard]] bool isTold(QLatin1StringView name) const
    {
        return std::ranges::any_of(m_told, [name](const Event &event) { return nameOf(event) == name; });
    }
    void callAndClose();

    test::ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<service::Service> m_service;
    std::vector<Event> m_told;
    std::vector<Event> m_earlier;
};

void tst_AfterwardsOnDisk::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    open(m_folder->filePath(u"first"_s));
}

void tst_AfterwardsOnDisk::open(const QString &folder)
{
    m_told.clear();
    m_earlier.clear();
    m_path = folder;
    auto journal = std::make_unique<store::SqlJournal>();
    QVERIFY(journal->open(folder + u"/journal.db"_s));
    m_service = std::make_unique<service::Service>(m_clock, dispatch::Rules(), std::move(journal));
    connect(m_service.get(), &service::Service::event, this, [this](const Event &event) { m_told.push_back(event); });
    connect(m_service.get(), &service::Service::earlier, this,
            [this](IncidentId, const std::vector<Event> &events) { m_earlier = events; });
    QVERIFY(m_service->resume());
}

void tst_AfterwardsOnDisk::kill()
{
    const QString left = m_folder->filePath(u"left"_s);
    QVERIFY(QDir().mkpath(left));
    for (const QString &name : {u"journal.db"_s, u"journal.db-wal"_s})
        QVERIFY(QFile::copy(m_path + u'/' + name, left + u'/' + name));
    m_service.reset();
    open(left);
}

void tst_AfterwardsOnDisk::callAndClose()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    ask(AnswerCall{{1}});
    ask(CloseIncident{{1}, CloseReason::NoNeed, {}});
    QTRY_VERIFY(isTold(IncidentClosed::name));
}

void tst_AfterwardsOnDisk::aReopenedIncidentOutlastsAKill()
{
    callAndClose();
    ask(ReopenIncident{{1}});
    QTRY_VERIFY(isTold(IncidentReopened::name));
    const std::vector<Event> before = m_told;

    kill();

    QCOMPARE(m_told, before);
    ask(OrderUnit{{1}, u"12"_s});
    QTRY_VERIFY(isTold(UnitOrdered::name));
}

void tst_AfterwardsOnDisk::whatIsClosedAgainStaysClosed()
{
    callAndClose();
    ask(ReopenIncident{{1}});
    QTRY_VERIFY(isTold(IncidentReopened::name));
    m_told.clear();
    ask(CloseIncident{{1}, CloseReason::HelpSent, {}});
    QTRY_VERIFY(isTold(IncidentClosed::name));

    kill();

    QVERIFY(m_told.empty());
    m_service->take(dispatch::Rang{{1}, {}});
    QTRY_VERIFY(isTold(CallArrived::name));
    QCOMPARE(incidentOf(m_told.front()), IncidentId{2});
}

void tst_AfterwardsOnDisk::aLookUpReadsWhatIsNotInTheBook()
{
    callAndClose();
    const std::vector<Event> before = m_told;
    kill();

    ask(LookUp{{1}});

    QTRY_COMPARE(m_earlier, before);
    QVERIFY(m_told.empty());
}

void tst_AfterwardsOnDisk::aRecordingThatEndsMeanwhileIsThere()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    ask(AnswerCall{{1}});
    m_service->take(dispatch::RecordingOpened{{1}, u"1.mka"_s, m_clock.now()});
    ask(CloseIncident{{1}, CloseReason::NoNeed, {}});
    ask(LookUp{{1}});
    m_service->take(dispatch::RecordingClosed{{1}, u"1.mka"_s, u"00"_s, {}, false});
    QTRY_VERIFY(!m_earlier.empty());
    QVERIFY(std::holds_alternative<IncidentClosed>(m_earlier.back()));

    // What is told after the answer is what the answer lacks.
    QTRY_VERIFY(isTold(RecordingEnded::name));
    ask(LookUp{{1}});
    QTRY_VERIFY(std::holds_alternative<RecordingEnded>(m_earlier.back()));
    QCOMPARE(m_earlier, m_told);
}

QTEST_GUILESS_MAIN(tst_AfterwardsOnDisk)
#include "tst_afterwardsondisk.moc"
