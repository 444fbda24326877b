// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"
#include "app/core/incident.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
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
