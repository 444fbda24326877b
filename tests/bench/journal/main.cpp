// SPDX-License-Identifier: Apache-2.0
#include "app/service/store/sqljournal.h"
#include "tests/bench/bench.h"
#include "tests/bench/journal/bare.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock;
using namespace knock::bench;
using namespace knock::store;

namespace {

constexpr size_t batch = 256;
constexpr int rounds = 20;

/// As events of calls: a hundred incidents at once, a hundred events of each, a body of 250 bytes.
std::vector<Record> events(size_t count, quint64 from = 0)
{
    static const QDateTime start = QDateTime::currentDateTimeUtc().addDays(-30);
    std::vector<Record> made;
    made.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        const quint64 number = from + i;
        made.push_back({0, IncidentId{number / 10'000 * 100 + number % 100 + 1},
                        start.addMSecs(static_cast<qint64>(number) * 20), u"locationFixed"_s,
                        QByteArray::number(number).leftJustified(250, 'x')});
    }
    return made;
}

/// Appends and waits until it is told.
void keep(SqlJournal &journal, std::vector<Record> records)
{
    QEventLoop loop;
    QObject::connect(&journal, &Journal::appended, &loop, &QEventLoop::quit);
    journal.append(std::move(records), 1);
    loop.exec();
}

void opened(SqlJournal &journal, const QString &path)
{
    if (const auto done = journal.open(path); !done)
        qFatal("%s", qPrintable(done.error().detail));
}

double microsecondsPerEvent(const QElapsedTimer &timer, size_t count)
{
    return double(timer.nsecsElapsed()) / 1e3 / double(count);
}

void measureRate()
{
    constexpr size_t batches = 40;
    const QTemporaryDir folder;
    SqlJournal journal;
    opened(journal, folder.filePath(u"journal.db"_s));
    Bare bare(folder.filePath(u"bare.db"_s));
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::vector<Record>> parcels;
        for (size_t i = 0; i < batches; ++i)
            parcels.push_back(events(batch, i * batch));
        QElapsedTimer timer;
        timer.start();
        for (const std::vector<Record> &parcel : parcels)
            keep(journal, parcel);
        ours.push_back(1e6 / microsecondsPerEvent(timer, batches * batch));
        timer.restart();
        for (const std::vector<Record> &parcel : parcels)
            bare.write(parcel);
        theirs.push_back(1e6 / microsecondsPerEvent(timer, batches * batch));
    }
    print(u"journal_events_per_s"_s, quantile(ours, 0.5), u"events/s"_s, ours.size());
    printPeer(u"journal_events_per_s"_s, quantile(theirs, 0.5), u"events/s"_s,
              u"bare SQLite, same columns and indexes, %1 a commit; %2 times as fast"_s.arg(batch).arg(
                  quantile(theirs, 0.5) / quantile(ours, 0.5), 0, 'f', 2));
}

/// Calls \a append once a millisecond, a thousand times a second whatever happens, for \a span.
template <typename Append>
void openLoop(std::chrono::milliseconds span, const Append &append)
{
    QEventLoop loop;
    QElapsedTimer timer;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    qint64 sent = 0;
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        for (; sent < timer.elapsed(); ++sent)
            append(sent);
        if (timer.durationElapsed() >= span)
            loop.quit();
    });
    timer.start();
    tick.start(1ms);
    loop.exec();
}

void measureLatency()
{
    constexpr int parts = 5;
    constexpr auto span = 4s;
    const QTemporaryDir folder;
    SqlJournal journal;
    opened(journal, folder.filePath(u"journal.db"_s));
    auto bare = std::make_unique<Bare>(folder.filePath(u"bare.db"_s));
    const std::vector<Record> all = events(10'000);
    QElapsedTimer clock;
    clock.start();

    std::vector<double> ours;
    std::vector<double> theirs;
    std::mutex mutex; // of theirs
    QHash<quint64, qint64> sent;
    quint64 ticket = 0;
    QObject::connect(&journal, &Journal::appended, &journal,
                     [&](quint64 which) { ours.push_back(double(clock.nsecsElapsed() - sent.take(which)) / 1e6); });
    for (int part = 0; part < parts; ++part) {
        openLoop(span, [&](qint64 i) {
            sent.insert(++ticket, clock.nsecsElapsed());
            journal.append({all[static_cast<size_t>(i) % all.size()]}, ticket);
        });
        openLoop(span, [&](qint64 i) {
            const qint64 at = clock.nsecsElapsed();
            bare->append(all[static_cast<size_t>(i) % all.size()], [&, at] {
                const std::scoped_lock lock(mutex);
                theirs.push_back(double(clock.nsecsElapsed() - at) / 1e6);
            });
        });
    }
    bare.reset();
    print(u"commit_p50"_s, quantile(ours, 0.5), u"ms"_s, ours.size());
    print(u"commit_p99"_s, quantile(ours, 0.99), u"ms"_s, ours.size());
    printPeer(u"commit_p50"_s, quantile(theirs, 0.5), u"ms"_s, u"bare SQLite at 1,000 events/s, same batching"_s);
    printPeer(u"commit_p99"_s, quantile(theirs, 0.99), u"ms"_s, u"bare SQLite at 1,000 events/s, same batching"_s);
}

void measureStart()
{
    constexpr quint64 closed = 2000;
    constexpr quint64 open = 100;
    constexpr quint64 eventsEach = 50;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"journal.db"_s);
    {
        SqlJournal journal;
        opened(journal, path);
        for (quint64 incident = 1; incident <= closed + open; ++incident) {
            std::vector<Record> all = events(eventsEach, incident * 25'000);
            for (Record &record : all)
                record.incident = IncidentId{incident};
            if (incident <= closed)
                all.back().type = QString(incidentClosed);
            keep(journal, std::move(all));
        }
    }
    std::vector<double> took;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        SqlJournal journal;
        opened(journal, path);
        const auto last = journal.lastIncident();
        const auto loaded = journal.load();
        const auto recent = journal.recent(QDateTime::currentDateTimeUtc().addDays(-1), {u"locationFixed"_s});
        took.push_back(double(timer.nsecsElapsed()) / 1e6);
        if (last->value != closed + open || loaded->size() != open * eventsEach || !recent)
            qFatal("The start did not read what was written.");
    }
    print(u"start_100k_events"_s, quantile(took, 0.5), u"ms"_s, took.size());
}

void measureFlatness()
{
    const QTemporaryDir folder;
    SqlJournal journal;
    opened(journal, folder.filePath(u"journal.db"_s));
    quint64 kept = 0;
    const auto measure = [&](const QString &name) {
        std::vector<double> took;
        for (int round = 0; round < rounds; ++round) {
            constexpr size_t batches = 10;
            std::vector<std::vector<Record>> parcels;
            for (size_t i = 0; i < batches; ++i)
                parcels.push_back(events(batch, kept + i * batch));
            QElapsedTimer timer;
            timer.start();
            for (const std::vector<Record> &parcel : parcels)
                keep(journal, parcel);
            took.push_back(microsecondsPerEvent(timer, batches * batch));
            kept += batches * batch;
        }
        print(name, quantile(took, 0.5), u"µs"_s, took.size());
    };
    const auto fill = [&](quint64 upTo) {
        for (; kept < upTo; kept += 5000)
            keep(journal, events(5000, kept));
    };
    measure(u"event_cost_0"_s);
    fill(100'000);
    measure(u"event_cost_100k"_s);
    fill(1'000'000);
    measure(u"event_cost_1m"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList names = QCoreApplication::arguments().mid(1);
    const auto wants = [&](const QString &name) {
        return names.isEmpty()
            || std::ranges::any_of(names, [&](const QString &asked) { return asked.startsWith(name); });
    };
    if (wants(u"journal_events_per_s"_s))
        measureRate();
    if (wants(u"commit_p"_s))
        measureLatency();
    if (wants(u"start_100k_events"_s))
        measureStart();
    if (wants(u"event_cost"_s))
        measureFlatness();
    return 0;
}
