// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/core/incident.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QVideoFrame>
#include <QVideoSink>
#include <set>

namespace knock::test {

/// What any backend must do, whoever wrote it. A test class derives from this, says how its backend is made and how a
/// call comes in, and has these test functions by QTEST_MAIN.
class BackendConformance : public QObject
{
    Q_OBJECT
protected:
    /// A backend on the same store every time within one test function.
    virtual std::unique_ptr<backend::Backend> make() = 0;
    /// Makes a telephone ring at the service behind the backend that is open; asynchronous.
    virtual void ring(const QString &number) = 0;
    /// A fresh store for the next test function.
    virtual void renew() = 0;
    /// Takes away what the service cannot be without, before the backend is opened; mend() gives it back.
    virtual void spoil() = 0;
    virtual void mend() = 0;
    /// Cuts what is between the backend that is open and its service; nothing where nothing is between them.
    virtual void cut() { }

    // What a caller does, at the service behind the backend that is open; asynchronous, and once more when asked again.
    virtual void speak(IncidentId incident) = 0; ///< on the line that was answered, for 20 ms
    virtual void write(IncidentId incident) = 0; ///< in the chat; the caller opens the page for it
    virtual void film(IncidentId incident) = 0; ///< one picture, on the page that is open
    /// Something at the service falls ill; sees to it by the means of \a incident.
    virtual void ail(IncidentId incident) = 0;

private Q_SLOTS:
    void init()
    {
        renew();
        m_told.clear();
    }
    void cleanup() { m_backend.reset(); }

    void itCatchesUpExactlyOnce()
    {
        open();
        const QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);

        m_backend->send(AnswerCall{{999}});
        QTRY_VERIFY(!m_told.empty());

        QCOMPARE(caughtUp.count(), 0);
        QVERIFY(m_backend->seat().isValid());
    }

    void aCallIsToldOnTheThreadOfTheDesk()
    {
        open();
        bool elsewhere = false;
        connect(
            m_backend.get(), &backend::Backend::event, m_backend.get(),
            [&] { elsewhere = elsewhere || QThread::currentThread() != thread(); }, Qt::DirectConnection);

        ring(QStringLiteral("01012345678"));

        QTRY_COMPARE(count<CallArrived>(), 1);
        QCOMPARE(first<CallArrived>().number, QStringLiteral("01012345678"));
        QVERIFY(!elsewhere);
    }

    void everyIncidentBeginsWithItsArrival()
    {
        open();
        ring(QStringLiteral("01011112222"));
        ring(QStringLiteral("01033334444"));
        QTRY_COMPARE(count<CallArrived>(), 2);

        std::set<IncidentId> arrived;
        for (const Event &event : m_told) {
            if (std::holds_alternative<CallArrived>(event))
                QVERIFY(arrived.insert(incidentOf(event)).second);
            QVERIFY(arrived.contains(incidentOf(event)));
        }
    }

    void aCommandComesBackAsAnEvent()
    {
        open();
        ring(QStringLiteral("01012345678"));
        QTRY_COMPARE(count<CallArrived>(), 1);

        m_backend->send(AnswerCall{first<CallArrived>().incident});

        QTRY_COMPARE(count<CallAnswered>(), 1);
        QCOMPARE(first<CallAnswered>().seat, m_backend->seat());
    }

    void anImpossibleWishIsRefusedToTheSeatThatHadIt()
    {
        open();

        m_backend->send(ConfirmSilentCall{{4711}});

        QTRY_COMPARE(count<Refused>(), 1);
        QCOMPARE(first<Refused>().seat, m_backend->seat());
        QCOMPARE(first<Refused>().asked, QString(ConfirmSilentCall::name));
    }

    void openIncidentsAreToldAgainBeforeCatchingUp()
    {
        open();
        ring(QStringLiteral("01012345678"));
        QTRY_COMPARE(count<CallArrived>(), 1);
        m_backend->send(OrderUnit{first<CallArrived>().incident, QStringLiteral("12")});
        QTRY_COMPARE(count<UnitOrdered>(), 1);
        const std::vector<Event> before = m_told;
        m_backend.reset();
        m_told.clear();

        open();

        QVERIFY(m_told.size() >= before.size());
        QVERIFY(std::equal(before.begin(), before.end(), m_told.begin()));
    }

    void aClosedIncidentIsNotToldAgain()
    {
        const IncidentId incident = closeOneAndStartAgain();
        QVERIFY(incident.isValid());

        QCOMPARE(count<CallArrived>(), 0);
        ring(QStringLiteral("01033334444"));
        QTRY_COMPARE(count<CallArrived>(), 1);
        QVERIFY(first<CallArrived>().incident > incident);
    }

    void aClosedIncidentIsShownAndTakenUpAgain()
    {
        const IncidentId incident = closeOneAndStartAgain();
        QVERIFY(incident.isValid());
        Incident earlier;
        connect(m_backend.get(), &backend::Backend::earlier, this,
                [&](IncidentId of, const std::vector<Event> &events) {
                    QCOMPARE(of, incident);
                    for (const Event &event : events)
                        apply(earlier, event);
                });

        m_backend->send(LookUp{incident});
        QTRY_VERIFY(earlier.closed);
        QCOMPARE(earlier.number, QStringLiteral("01012345678"));
        QVERIFY(m_told.empty()); // that changed nothing
        m_backend->send(ReopenIncident{incident});
        m_backend->send(ReopenIncident{incident});
        QTRY_COMPARE(count<Refused>(), 1);
        QCOMPARE(count<IncidentReopened>(), 1);
        m_backend->send(OrderUnit{incident, QStringLiteral("12")});
        QTRY_COMPARE(count<UnitOrdered>(), 1);
        m_backend.reset();
        m_told.clear();
        open();

        QCOMPARE(count<CallArrived>(), 1);
        QCOMPARE(count<IncidentReopened>(), 1);
        QCOMPARE(count<UnitOrdered>(), 1);
    }

    void aServiceOutOfReachIsToldAndComesBackByItself()
    {
        spoil();
        m_backend = make();
        connect(m_backend.get(), &backend::Backend::event, this,
                [this](const Event &event) { m_told.push_back(event); });
        QSignalSpy lost(m_backend.get(), &backend::Backend::lost);
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);
        m_backend->open();
        QVERIFY(lost.wait());
        QVERIFY(lost.front().front().toDateTime().isValid());

        m_backend->send(OrderUnit{{1}, QStringLiteral("12")});
        QTRY_COMPARE(count<Refused>(), 1);
        QCOMPARE(first<Refused>().why.kind, Error::Kind::Unreachable);
        QCOMPARE(first<Refused>().asked, QString(OrderUnit::name));
        QCOMPARE(caughtUp.count(), 0);
        mend();

        QVERIFY(caughtUp.wait(20000));
        ring(QStringLiteral("01012345678"));
        QTRY_COMPARE(count<CallArrived>(), 1);
        QCOMPARE(count<UnitOrdered>(), 0); // what was refused is not done later
        QCOMPARE(lost.count(), 1);
    }

    void aCutLosesNothingAndDoublesNothing()
    {
        open();
        ring(QStringLiteral("01011112222"));
        QTRY_COMPARE(count<CallArrived>(), 1);
        QSignalSpy lost(m_backend.get(), &backend::Backend::lost);
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);
        QSignalSpy startingOver(m_backend.get(), &backend::Backend::startingOver);
        const std::vector<Event> before = m_told;

        cut();
        ring(QStringLiteral("01033334444"));

        QTRY_COMPARE_WITH_TIMEOUT(count<CallArrived>(), 2, 20000);
        QTRY_COMPARE(caughtUp.count(), lost.count());
        QCOMPARE(startingOver.count(), 0); // nothing was missed, so nothing is told again
        QVERIFY(std::equal(before.begin(), before.end(), m_told.begin()));
        const IncidentId second = incidentOf(m_told.back());
        m_backend->send(OrderUnit{second, QStringLiteral("12")});
        QTRY_COMPARE(count<UnitOrdered>(), 1);
    }

    void aLineThatWasAnsweredIsHeard()
    {
        const IncidentId incident = openAndAnswer();
        QVERIFY(incident.isValid());
        QSignalSpy sound(m_backend.get(), &backend::Backend::sound);

        QVERIFY(QTest::qWaitFor([&] {
            speak(incident);
            return !sound.isEmpty();
        }));

        QCOMPARE(sound.front().front().value<LineSound>().incident, incident);
    }

    void aCallerWhoWritesIsTold()
    {
        const IncidentId incident = openAndAnswer();
        QVERIFY(incident.isValid());
        QSignalSpy typing(m_backend.get(), &backend::Backend::typing);

        write(incident);

        QVERIFY(!typing.isEmpty() || typing.wait(10000));
        QCOMPARE(typing.front().front().value<IncidentId>(), incident);
    }

    void aCameraIsShownToWhoWatchesAndTheyAreCounted()
    {
        const IncidentId incident = openAndAnswer();
        QVERIFY(incident.isValid());
        write(incident); // the page is open
        QVideoSink sink;
        QSignalSpy pictures(&sink, &QVideoSink::videoFrameChanged);
        QSignalSpy viewers(m_backend.get(), &backend::Backend::viewers);

        m_backend->showVideo(incident, &sink);
        QVERIFY(!viewers.isEmpty() || viewers.wait());
        QCOMPARE(viewers.front().at(0).value<IncidentId>(), incident);
        QCOMPARE(viewers.front().at(1).toInt(), 1);
        QVERIFY(QTest::qWaitFor(
            [&] {
                film(incident);
                return !pictures.isEmpty();
            },
            10000));
        QVERIFY(sink.videoFrame().isValid());
        m_backend->showVideo(incident, nullptr);

        QTRY_COMPARE(viewers.back().at(1).toInt(), 0);
    }

    void whatIsNotKeptIsRefused()
    {
        open();

        m_backend->send(ReadFile{{1}, QStringLiteral("1-none.mka"), 0});

        QTRY_COMPARE(count<Refused>(), 1);
        QCOMPARE(first<Refused>().asked, QString(ReadFile::name));
    }

    void whatFallsIllIsTold()
    {
        const IncidentId incident = openAndAnswer();
        QVERIFY(incident.isValid());
        bool isIll = false;
        connect(m_backend.get(), &backend::Backend::health, this, [&](const Health &health) {
            isIll = isIll || (!health.well && health.why.kind == Error::Kind::Unreachable);
        });

        ail(incident);

        QTRY_VERIFY_WITH_TIMEOUT(isIll, 10000);
    }

    void aHeadsetMayBeGivenAndTakenAnyTime()
    {
        m_backend = make();
        m_backend->setVoice(std::make_shared<VoicePort>());
        m_backend.reset();
        open();
        m_backend->setVoice(std::make_shared<VoicePort>());
        m_backend->setVoice(nullptr);
    }

    void signsOfLifeAreTakenAnyTime()
    {
        m_backend = make();
        m_backend->beat();
        m_backend.reset();
        open();
        m_backend->beat();
    }

    void aSinkMayBeGivenAndTakenAnyTime()
    {
        open();

        m_backend->showVideo({1}, nullptr);
        m_backend->showVideo({}, nullptr);
    }

    void itMayGoAwayAtAnyTime()
    {
        m_backend = make();
        m_backend->open();
        m_backend.reset();
        m_backend = make();
        m_backend.reset();
    }

protected:
    void open()
    {
        m_backend = make();
        QVERIFY(m_backend);
        connect(m_backend.get(), &backend::Backend::event, this,
                [this](const Event &event) { m_told.push_back(event); });
        QSignalSpy caughtUp(m_backend.get(), &backend::Backend::caughtUp);
        m_backend->open();
        QVERIFY(caughtUp.wait());
    }

    /// A call that was answered; not a valid one when that could not be done.
    IncidentId openAndAnswer()
    {
        open();
        ring(QStringLiteral("01012345678"));
        if (!QTest::qWaitFor([this] { return count<CallArrived>() == 1; }))
            return {};
        const IncidentId incident = first<CallArrived>().incident;
        m_backend->send(AnswerCall{incident});
        return QTest::qWaitFor([this] { return count<CallAnswered>() == 1; }) ? incident : IncidentId();
    }

    /// The incident that was closed before; not a valid one when that could not be done.
    IncidentId closeOneAndStartAgain()
    {
        open();
        ring(QStringLiteral("01012345678"));
        if (!QTest::qWaitFor([this] { return count<CallArrived>() == 1; }))
            return {};
        const IncidentId incident = first<CallArrived>().incident;
        m_backend->send(AnswerCall{incident});
        m_backend->send(CloseIncident{incident, CloseReason::Mistake, {}});
        if (!QTest::qWaitFor([this] { return count<IncidentClosed>() == 1; }))
            return {};
        m_backend.reset();
        m_told.clear();
        open();
        return incident;
    }

    template <typename T>
    int count() const
    {
        return int(std::ranges::count_if(m_told, [](const Event &e) { return std::holds_alternative<T>(e); }));
    }
    template <typename T>
    T first() const
    {
        for (const Event &event : m_told) {
            if (const T *found = std::get_if<T>(&event))
                return *found;
        }
        return {};
    }

    std::unique_ptr<backend::Backend> m_backend;
    std::vector<Event> m_told;
};

} // namespace knock::test
