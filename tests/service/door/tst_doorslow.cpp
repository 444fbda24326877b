// SPDX-License-Identifier: Apache-2.0
#include "tests/service/door/doorhouse.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <QSemaphore>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;

namespace {

using Time = std::chrono::steady_clock::time_point;

/// A desk on a thread of its own, which can stand still.
class Elsewhere
{
public:
    explicit Elsewhere(std::unique_ptr<test::TestDesk> desk)
        : m_desk(std::move(desk))
    {
        m_desk->keepsEvents = false;
        QObject::connect(m_desk.get(), &test::TestDesk::toldOne, m_desk.get(), [this] { ++m_told; });
        m_desk->moveToThread(&m_thread);
        m_thread.start();
    }
    template <typename F>
    auto run(F function)
    {
        if constexpr (std::is_void_v<decltype(function())>) {
            QMetaObject::invokeMethod(m_desk.get(), function, Qt::BlockingQueuedConnection);
        } else {
            decltype(function()) value{};
            QMetaObject::invokeMethod(m_desk.get(), function, Qt::BlockingQueuedConnection, &value);
            return value;
        }
    }
    ~Elsewhere()
    {
        m_gate.release();
        run([this] { m_desk->socket.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Elsewhere)

    void standStill()
    {
        QMetaObject::invokeMethod(m_desk.get(), [this] { m_gate.acquire(); }, Qt::QueuedConnection);
    }
    void goOn() { m_gate.release(); }

    [[nodiscard]] bool signIn(const QString &user)
    {
        run([&] { m_desk->signInLater(user); });
        return test::waitFor([this] { return run([this] { return m_desk->isCaughtUp; }); });
    }
    [[nodiscard]] size_t told() const { return m_told; }
    [[nodiscard]] bool has(size_t events)
    {
        return test::waitFor([&] { return m_told >= events; }, 100s);
    }
    [[nodiscard]] test::TestDesk &desk() { return *m_desk; }

private:
    QThread m_thread;
    QSemaphore m_gate;
    std::atomic<size_t> m_told = 0; ///< events
    std::unique_ptr<test::TestDesk> m_desk;
};

/// How long after it was told each event arrives.
class Delays
{
public:
    explicit Delays(size_t most)
        : m_arrivals(most)
    {
    }
    void note(quint64 sequence) { m_arrivals.at(sequence) = std::chrono::steady_clock::now(); }
    [[nodiscard]] std::vector<std::chrono::nanoseconds> since(const std::vector<Time> &told) const
    {
        std::vector<std::chrono::nanoseconds> delays;
        for (size_t i = 0; i < m_arrivals.size(); ++i) {
            if (told.at(i) != Time() && m_arrivals[i] != Time())
                delays.push_back(m_arrivals[i] - told[i]);
        }
        std::ranges::sort(delays);
        return delays;
    }

private:
    std::vector<Time> m_arrivals;
};

double inMilliseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

} // namespace

class tst_DoorSlow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void aSlowDeskDelaysNobodyAndCatchesUp();
};

void tst_DoorSlow::aSlowDeskDelaysNobodyAndCatchesUp()
{
    constexpr size_t events = 20'000;
    constexpr size_t underWay = 100; // that the others have not heard yet: the computer's speed is not in question
    test::DoorHouse house;
    house.configuration.silence = 10min; // no desk says anything here
    QVERIFY(house.open());
    const IncidentId incident = house.call();
    QVERIFY(incident.isValid());
    Elsewhere slow(house.desk());
    Elsewhere first(house.desk());
    Elsewhere second(house.desk());
    house.people.add(u"choi"_s, {Role::CallTaker});
    QVERIFY(slow.signIn(u"kim"_s) && first.signIn(u"lee"_s) && second.signIn(u"choi"_s));

    std::vector<Time> told(events + 100);
    Delays firstDelays(told.size());
    Delays secondDelays(told.size());
    connect(house.service.get(), &service::Service::event, this,
            [&](const Event &, quint64 sequence) { told.at(sequence) = std::chrono::steady_clock::now(); });
    connect(&first.desk(), &test::TestDesk::toldOne, &first.desk(), [&](quint64 n) { firstDelays.note(n); });
    connect(&second.desk(), &test::TestDesk::toldOne, &second.desk(), [&](quint64 n) { secondDelays.note(n); });
    slow.standStill();

    size_t written = 0;
    QTimer pen;
    connect(&pen, &QTimer::timeout, this, [&] {
        for (; written < std::min({events, first.told() + underWay, second.told() + underWay}); ++written)
            house.write(incident, QString(1000, u'x'));
    });
    pen.start(1ms);
    QVERIFY(first.has(events + 1) && second.has(events + 1));
    slow.goOn();
    QVERIFY(slow.has(events + 1));
    QVERIFY(test::waitFor([&] { return slow.run([&] { return slow.desk().isCaughtUp; }); }));

    for (Elsewhere *each : {&slow, &first, &second}) {
        QCOMPARE(each->desk().doubled, 0);
        QCOMPARE(each->desk().sequences, house.told);
    }
    QCOMPARE(slow.desk().all<wire::Behind>().size(), 1U);
    QCOMPARE(slow.desk().all<wire::StartingOver>().size(), 1U);
    for (const auto &[name, delays] :
         {std::pair("first", firstDelays.since(told)), std::pair("second", secondDelays.since(told))}) {
        const auto p99 = delays.at(delays.size() * 99 / 100);
        std::printf("%zu events beside a desk that stands still: %s other desk p50 %.2f ms, p99 %.2f ms\n",
                    delays.size(), name, inMilliseconds(delays.at(delays.size() / 2)), inMilliseconds(p99));
        QVERIFY(p99 < 2s);
    }
}

QTEST_GUILESS_MAIN(tst_DoorSlow)
#include "tst_doorslow.moc"
