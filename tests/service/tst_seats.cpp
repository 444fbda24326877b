// SPDX-License-Identifier: Apache-2.0
#include "app/service/service.h"
#include "app/wire/codec.h"
#include "tests/service/slowjournal.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock;

/// What the service keeps of seats, and tells them, beside the rules.
class tst_Seats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }

    void anEventIsToldWithItsPlaceInTheJournal();
    void whoLooksIsKeptBesideTheEvents();
    void aSeatThatLeavesWatchesNothing();
    void aCallIsGivenOnlyToASeatWhereSomebodyIs();

private:
    void open(std::vector<store::Record> kept = {});

    test::ManualClock m_clock;
    std::unique_ptr<service::Service> m_service;
    test::SlowJournal *m_journal = nullptr;
    QStringList m_notes; ///< the events that were told
};

void tst_Seats::init()
{
    QTest::failOnWarning();
    open();
}

void tst_Seats::open(std::vector<store::Record> kept)
{
    m_notes.clear();
    auto journal = std::make_unique<test::SlowJournal>();
    m_journal = journal.get();
    m_journal->kept = std::move(kept);
    m_service = std::make_unique<service::Service>(m_clock, dispatch::Rules(), std::move(journal));
    connect(m_service.get(), &service::Service::event, this, [this](const Event &event) { m_notes << nameOf(event); });
}

void tst_Seats::anEventIsToldWithItsPlaceInTheJournal()
{
    std::vector<std::pair<quint64, QByteArray>> told;
    connect(m_service.get(), &service::Service::event, this,
            [&](const Event &event, quint64 sequence, const QByteArray &body) {
                QCOMPARE(body, wire::encode(event));
                told.emplace_back(sequence, body);
            });

    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Rang{{2}, u"01087654321"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_journal->write(); // says that each ticket begins at a hundred times its number

    QCOMPARE(told.size(), 3U);
    QCOMPARE(told[0].first, 100U);
    QCOMPARE(told[1].first, 200U);
    QCOMPARE(told[2].first, 300U);
}

void tst_Seats::whoLooksIsKeptBesideTheEvents()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    QList<int> viewers;
    connect(m_service.get(), &service::Service::viewers, this, [&](IncidentId, int seats) { viewers << seats; });

    m_service->watch({1}, {1}, true);
    m_service->watch({1}, {1}, true);
    m_service->watch({2}, {1}, true);
    m_service->watch({1}, {1}, false);
    m_service->take(dispatch::Asked{{2}, LookUp{{1}}});
    m_journal->read();
    m_journal->write();

    QCOMPARE(viewers, (QList<int>{1, 2, 1}));
    QStringList kept;
    for (const store::Record &record : m_journal->kept) {
        if (!record.opensIncident) {
            QVERIFY(wire::decodeAudit(record.body));
            QCOMPARE(record.incident, IncidentId{1});
            kept << record.type;
        }
    }
    QCOMPARE(kept, (QStringList{u"cameraWatched"_s, u"cameraWatched"_s, u"cameraWatched"_s, u"recordViewed"_s}));
    open(m_journal->kept);
    QVERIFY(m_service->resume()); // which reads over them
    QVERIFY(m_notes.contains(u"callAnswered"_s));
}

void tst_Seats::aSeatThatLeavesWatchesNothing()
{
    m_service->watch({1}, {1}, true);
    m_service->watch({1}, {2}, true);
    m_service->watch({2}, {2}, true);
    QHash<quint64, int> viewers;
    connect(m_service.get(), &service::Service::viewers, this,
            [&](IncidentId incident, int seats) { viewers[incident.value] = seats; });

    m_service->leave({1});

    QCOMPARE(viewers, (QHash<quint64, int>{{1, 0}, {2, 1}}));
}

void tst_Seats::aCallIsGivenOnlyToASeatWhereSomebodyIs()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});

    m_service->take(dispatch::Asked{{1}, HandOverCall{{1}, {2}}});
    m_service->see({2});
    m_service->take(dispatch::Asked{{1}, HandOverCall{{1}, {2}}});
    m_journal->write();

    QCOMPARE(m_notes.count(u"refused"_s), 1);
    QCOMPARE(m_notes.count(u"callHandedOver"_s), 1);
}

QTEST_GUILESS_MAIN(tst_Seats)
#include "tst_seats.moc"
