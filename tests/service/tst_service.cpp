// SPDX-License-Identifier: Apache-2.0
#include "app/service/service.h"
#include "tests/service/slowjournal.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

namespace {

class NotingAdapter final : public dispatch::Adapter
{
public:
    explicit NotingAdapter(QStringList &notes)
        : m_notes(notes)
    {
    }
    Result<> start() override { return {}; }
    void perform(const dispatch::Effect &effect) override
    {
        if (std::holds_alternative<dispatch::AnswerLine>(effect))
            m_notes << u"answer the line"_s;
        if (std::holds_alternative<dispatch::PassCandidate>(effect))
            m_notes << u"pass a candidate"_s;
    }

private:
    QStringList &m_notes;
};

} // namespace

class tst_Service : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_service.reset(); }

    void nothingIsToldBeforeItIsDurable();
    void theOrderOfTheInputsIsKept();
    void aFullDiskIsSaidAndNothingIsLost();
    void aRestartTellsEveryEventAgain();
    void aBrokenJournalStopsTheStart();
    void theCallOfASilentSeatGoesBack();
    void aSeatThatIsSeenKeepsItsCall();
    void aLookUpTellsWhatWasToldAndChangesNothing();
    void whatIsNotInTheJournalIsNotFound();
    void aReopenedIncidentIsToldAndTakesCommands();
    void whatComesWhileTheHistoryIsReadIsNotLost();
    void twoSeatsReopenItOnce();
    void anIncidentThatCannotBeReadIsNotReopened();
    void onlySoManyHistoriesAreReadAtOnce();
    void whoWasMarkedIsRemembered();

private:
    void callAndClose();
    void open(std::vector<store::Record> kept = {});

    test::ManualClock m_clock;
    std::unique_ptr<service::Service> m_service;
    test::SlowJournal *m_journal = nullptr;
    QStringList m_notes;
};

void tst_Service::init()
{
    QTest::failOnWarning();
    open();
}

void tst_Service::open(std::vector<store::Record> kept)
{
    m_notes.clear();
    auto journal = std::make_unique<test::SlowJournal>();
    m_journal = journal.get();
    m_journal->kept = std::move(kept);
    m_service = std::make_unique<service::Service>(m_clock, dispatch::Rules(), std::move(journal));
    m_service->add(std::make_unique<NotingAdapter>(m_notes));
    connect(m_service.get(), &service::Service::event, this, [this](const Event &event) { m_notes << nameOf(event); });
    connect(m_service.get(), &service::Service::health, this,
            [this](const Health &health) { m_notes << (health.well ? u"well"_s : u"unwell"_s); });
    connect(m_service.get(), &service::Service::caughtUp, this, [this] { m_notes << u"caught up"_s; });
}

void tst_Service::nothingIsToldBeforeItIsDurable()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    QVERIFY(m_notes.isEmpty());

    m_journal->write();

    QCOMPARE(m_notes, (QStringList{u"callArrived"_s, u"callAnswered"_s, u"answer the line"_s}));
    QCOMPARE(m_journal->kept.size(), 2U);
}

void tst_Service::theOrderOfTheInputsIsKept()
{
    m_service->take(dispatch::Rang{{1}, {}});
    m_service->take(dispatch::CandidateFound{{1}, {1}, 0, u"candidate:1"_s}); // nothing to write, yet it waits its turn

    QVERIFY(m_notes.isEmpty());
    m_journal->write();

    QCOMPARE(m_notes, (QStringList{u"callArrived"_s, u"pass a candidate"_s}));
}

void tst_Service::aFullDiskIsSaidAndNothingIsLost()
{
    m_service->take(dispatch::Rang{{1}, {}});
    m_journal->fail();
    m_service->take(dispatch::Rang{{2}, {}});
    QCOMPARE(m_notes, QStringList{u"unwell"_s});

    m_journal->recover();
    m_journal->write();

    QCOMPARE(m_notes, (QStringList{u"unwell"_s, u"well"_s, u"callArrived"_s, u"callArrived"_s}));
}

void tst_Service::aRestartTellsEveryEventAgain()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_journal->write();

    open(m_journal->kept);
    QVERIFY(m_service->resume());
    QCOMPARE(m_notes, (QStringList{u"callArrived"_s, u"callAnswered"_s, u"caught up"_s}));

    m_journal->write(); // the line did not survive the restart
    QCOMPARE(m_notes.last(), u"lineEnded"_s);
}

void tst_Service::aBrokenJournalStopsTheStart()
{
    open({{1, {1}, m_clock.now(), u"callArrived"_s, "{}"}});

    const auto resumed = m_service->resume();

    QVERIFY(!resumed);
    QCOMPARE(resumed.error().kind, Error::Kind::Broken);
}

void tst_Service::theCallOfASilentSeatGoesBack()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_journal->write();
    m_clock.advance(24h); // somebody has put the clock right
    for (int looks = 0; looks < 8; ++looks)
        m_service->watchSeats();
    QVERIFY(m_journal->tickets.empty());

    QTest::ignoreMessage(QtWarningMsg, "Seat 1 gives no sign of life; its calls are held for everybody");
    m_service->watchSeats();
    m_journal->write();
    m_service->watchSeats(); // once is enough

    QCOMPARE(m_notes.last(), u"claimReturned"_s);
    QVERIFY(m_journal->tickets.empty());
    m_service->take(dispatch::Asked{{2}, ResumeCall{{1}}});
    m_journal->write();
    QCOMPARE(m_notes.last(), u"callResumed"_s);
}

void tst_Service::callAndClose()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_service->take(dispatch::Asked{{1}, CloseIncident{{1}, CloseReason::NoNeed, {}}});
    m_journal->write();
    m_notes.clear();
}

void tst_Service::aLookUpTellsWhatWasToldAndChangesNothing()
{
    callAndClose();
    std::vector<Event> told;
    SeatId whom;
    connect(m_service.get(), &service::Service::earlier, this,
            [&](IncidentId, const std::vector<Event> &events, SeatId seat) {
                told = events;
                whom = seat;
            });
    const size_t kept = m_journal->kept.size();

    m_service->take(dispatch::Asked{{2}, LookUp{{1}}});
    m_journal->read();

    QCOMPARE(told.size(), kept);
    QVERIFY(std::holds_alternative<CallArrived>(told.front()));
    QVERIFY(std::holds_alternative<IncidentClosed>(told.back()));
    QCOMPARE(whom, SeatId{2});
    QCOMPARE(m_journal->kept.size(), kept + 1); // who looked
    QCOMPARE(m_journal->kept.back().type, QString(RecordViewed::name));
    QVERIFY(m_notes.isEmpty());
}

void tst_Service::whatIsNotInTheJournalIsNotFound()
{
    std::vector<Refused> refused;
    connect(m_service.get(), &service::Service::event, this,
            [&](const Event &event) { refused.push_back(std::get<Refused>(event)); });

    m_service->take(dispatch::Asked{{1}, LookUp{{4711}}});
    m_service->take(dispatch::Asked{{1}, ReopenIncident{{4711}}});
    m_service->take(dispatch::Asked{{1}, LookUp{}});
    m_journal->read();
    m_journal->write();

    QCOMPARE(refused.size(), 3U);
    for (const Refused &refusal : refused)
        QCOMPARE(refusal.why.kind, Error::Kind::NotFound);
}

void tst_Service::aReopenedIncidentIsToldAndTakesCommands()
{
    callAndClose();

    m_service->take(dispatch::Asked{{2}, ReopenIncident{{1}}});
    QVERIFY(m_notes.isEmpty());
    m_journal->read();
    QVERIFY(m_notes.isEmpty()); // not before it is durable
    m_service->take(dispatch::Asked{{2}, OrderUnit{{1}, u"12"_s}});
    m_journal->write();

    QCOMPARE(m_notes, (QStringList{u"incidentReopened"_s, u"unitOrdered"_s}));
    open(m_journal->kept);
    QVERIFY(m_service->resume());
    QVERIFY(m_notes.contains(u"incidentReopened"_s));
    m_notes.clear();
    m_service->take(dispatch::Asked{{1}, OrderUnit{{1}, u"7"_s}});
    m_journal->write();
    QCOMPARE(m_notes, QStringList{u"unitOrdered"_s});
}

void tst_Service::whatComesWhileTheHistoryIsReadIsNotLost()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_service->take(dispatch::Asked{{1}, OrderUnit{{1}, u"12"_s}});
    m_service->take(dispatch::Asked{{1}, CloseIncident{{1}, CloseReason::NoNeed, {}}});

    m_service->take(dispatch::Asked{{1}, ReopenIncident{{1}}});
    m_service->take(dispatch::CadTook{{1}, 1});
    m_journal->read();
    m_service->take(dispatch::CadFailed{{1}, 1, {}}); // the book knows that it was taken
    m_journal->write();

    QCOMPARE(m_notes.count(u"orderTaken"_s), 1);
    QCOMPARE(m_notes.last(), u"incidentReopened"_s);
}

void tst_Service::twoSeatsReopenItOnce()
{
    callAndClose();

    m_service->take(dispatch::Asked{{1}, ReopenIncident{{1}}});
    m_service->take(dispatch::Asked{{2}, ReopenIncident{{1}}});
    m_journal->read();
    m_journal->write();

    QCOMPARE(m_notes, (QStringList{u"incidentReopened"_s, u"refused"_s}));
}

void tst_Service::anIncidentThatCannotBeReadIsNotReopened()
{
    callAndClose();

    m_service->take(dispatch::Asked{{1}, ReopenIncident{{1}}});
    m_journal->readNothing(Error::Kind::Full);
    m_journal->write();
    QCOMPARE(m_notes, QStringList{u"refused"_s});

    m_journal->kept.front().body = "{}";
    m_service->take(dispatch::Asked{{1}, ReopenIncident{{1}}});
    m_journal->read();
    m_journal->write();
    QCOMPARE(m_notes, (QStringList{u"refused"_s, u"refused"_s}));
}

void tst_Service::onlySoManyHistoriesAreReadAtOnce()
{
    callAndClose();

    for (size_t i = 0; i <= service::Service::mostRecalls; ++i)
        m_service->take(dispatch::Asked{{1}, LookUp{{1}}});
    m_journal->write();
    QCOMPARE(m_notes, QStringList{u"refused"_s});
    QCOMPARE(m_journal->recalls.size(), service::Service::mostRecalls);

    m_journal->read();
    m_service->take(dispatch::Asked{{1}, LookUp{{1}}});
    QCOMPARE(m_journal->recalls.size(), 1U);
}

void tst_Service::whoWasMarkedIsRemembered()
{
    QVERIFY(m_service->resume());

    QVERIFY(m_journal->remembered.contains(QString(CodedTalkMarked::name)));
}

void tst_Service::aSeatThatIsSeenKeepsItsCall()
{
    m_service->take(dispatch::Rang{{1}, u"01012345678"_s});
    m_service->take(dispatch::Asked{{1}, AnswerCall{{1}}});
    m_journal->write();

    const auto look = [this](int times) {
        for (int looks = 0; looks < times; ++looks)
            m_service->watchSeats();
    };
    for (int i = 0; i < 10; ++i) {
        look(2);
        m_service->see({1});
    }
    look(8);
    m_service->take(dispatch::Asked{{1}, OrderUnit{{1}, u"12"_s}});
    look(8);
    m_journal->write();

    QCOMPARE(m_notes.last(), u"unitOrdered"_s);
}

QTEST_GUILESS_MAIN(tst_Service)
#include "tst_service.moc"
