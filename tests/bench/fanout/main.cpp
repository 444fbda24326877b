// SPDX-License-Identifier: Apache-2.0
// What it costs to tell desks where many callers are: each sends a fix a second over the socket of its page, through
// the whole service, and beside it through a server of Boost.Beast alone. TLS 1.3 everywhere.
#include "tests/bench/bench.h"
#include "tests/bench/fanout/child.h"
#include "tests/bench/fanout/crowd.h"
#include "tests/bench/fanout/roles.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QThread>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace knock::bench;

namespace {

struct Options {
    std::vector<size_t> callers{100, 1000, 5000, 10'000};
    std::chrono::seconds span{15};
    int desks = 4;
};

/// What one server came to with so many callers.
struct Outcome {
    Told told;
    double processor = 0; ///< per cent of one
    double writer = 0; ///< of that, the thread that writes to the disk
    double microseconds = 0; ///< of a processor for each fix
    double memory = 0; ///< KiB for each caller, before the first fixes
    double perFix = 0; ///< bytes that stay of each fix
    double crowd = 0; ///< per cent of a processor, for the callers and the desks
    double machine = 0; ///< per cent of all processors
    std::vector<double> threads; ///< per cent, the busiest first
};

constexpr auto warmUp = 3s;

std::optional<Outcome> measure(const QStringList &role, size_t callers, const Options &options)
{
    Child server(role);
    if (!server.start())
        return {};
    std::vector<std::string> tokens;
    Crowd crowd({server.callerPort(), server.deskPort()}, options.desks);
    if (!crowd.signIn())
        return {};
    const double before = server.usage().memory;
    tokens = server.invite(callers);
    if (tokens.empty() || !crowd.open(tokens))
        return {};
    const double open = server.usage().memory;
    crowd.begin();
    std::this_thread::sleep_for(std::min<std::chrono::seconds>(warmUp, options.span));

    crowd.count();
    const auto began = std::chrono::steady_clock::now();
    const Usage from = server.usage();
    const double busyFrom = busyTime();
    const double crowdFrom = crowd.processor();
    std::this_thread::sleep_for(options.span);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const Usage to = server.usage();
    const double busyTo = busyTime();
    const double crowdTo = crowd.processor();

    Outcome outcome;
    outcome.told = crowd.end();
    const auto percent = [&](double seconds) { return 100 * seconds / took.count(); };
    outcome.processor = percent(to.processor - from.processor);
    outcome.microseconds = 1e6 * (to.processor - from.processor) / double(std::max<size_t>(1, outcome.told.sent));
    outcome.memory = (open - before) / double(callers);
    outcome.perFix = 1024 * (to.memory - from.memory) / double(std::max<size_t>(1, outcome.told.sent));
    outcome.crowd = percent(crowdTo - crowdFrom);
    outcome.machine = percent(busyTo - busyFrom) / QThread::idealThreadCount();
    for (const auto &[thread, used] : to.threads) {
        const auto earlier = from.threads.find(thread);
        const double share = percent(used - (earlier == from.threads.end() ? 0 : earlier->second));
        outcome.threads.push_back(share);
        if (thread == server.writer())
            outcome.writer = share;
    }
    std::ranges::sort(outcome.threads, std::greater());
    return outcome;
}

/// What no figure says, but must be known to believe them.
void explain(const char *who, size_t callers, const Outcome &outcome)
{
    const Told &told = outcome.told;
    std::printf("%s, %zu callers: %.1f %% of a processor (", who, callers, outcome.processor);
    for (const double share : outcome.threads) {
        if (share >= 0.5)
            std::printf(" %.1f", share);
    }
    std::printf(
        " ), callers and desks %.1f %%, this machine %.0f %% busy; %zu fixes sent, the p99 of them %.1f ms late,"
        " %zu skipped, %zu lost, desks behind %zu times; %.0f bytes of memory for each fix\n",
        outcome.crowd, outcome.machine, told.sent, quantile(told.lateness, 0.99), told.skipped, told.lacking,
        told.behind, outcome.perFix);
    if (outcome.machine > 95 || told.skipped > 0 || quantile(told.lateness, 0.99) > 20)
        std::printf("%s, %zu callers: there was no processor left, so neither delay nor cost says much\n", who,
                    callers);
    std::fflush(stdout);
}

void printAll(size_t callers, const Outcome &knock, const Outcome &bare, const Outcome &keeping)
{
    const QString number = QString::number(callers);
    const QString alone = u"Boost.Beast alone"_s;
    const QString kept = u"Boost.Beast, and bare SQLite with the same batching before"_s;
    const auto ratio
        = [](double ours, double theirs) { return u"; we: %1 times as much"_s.arg(ours / theirs, 0, 'f', 2); };
    for (const auto &[name, part] : {std::pair(u"fanout_p50_"_s, 0.5), std::pair(u"fanout_p99_"_s, 0.99)}) {
        print(name + number, quantile(knock.told.delays, part), u"ms"_s, knock.told.delays.size());
        printPeer(name + number, quantile(bare.told.delays, part), u"ms"_s, alone);
        printPeer(name + number, quantile(keeping.told.delays, part), u"ms"_s, kept);
    }
    const QString unit = u"% of a processor"_s;
    const double forwarding = knock.processor - knock.writer;
    print(u"fanout_cpu_"_s + number, knock.processor, unit, knock.told.sent);
    printPeer(u"fanout_cpu_"_s + number, bare.processor, unit, alone + ratio(knock.processor, bare.processor));
    printPeer(u"fanout_cpu_"_s + number, keeping.processor, unit, kept + ratio(knock.processor, keeping.processor));
    print(u"fanout_cpu_without_journal_"_s + number, forwarding, unit, knock.told.sent);
    printPeer(u"fanout_cpu_without_journal_"_s + number, bare.processor, unit,
              alone + ratio(forwarding, bare.processor));
    print(u"cpu_per_fix_"_s + number, knock.microseconds, u"µs"_s, knock.told.sent);
    printPeer(u"cpu_per_fix_"_s + number, bare.microseconds, u"µs"_s, alone);
}

Options readOptions()
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"figures"_s, u"Names as knock-bench has them; all when none."_s);
    parser.addOption({u"callers"_s, u"Only so many callers; may be said more than once."_s, u"N"_s});
    parser.addOption({u"seconds"_s, u"That count of each run."_s, u"S"_s});
    parser.addOption({u"desks"_s, u"That are told."_s, u"N"_s});
    parser.addHelpOption();
    parser.process(*QCoreApplication::instance());

    Options options;
    if (const QStringList sizes = parser.values(u"callers"_s); !sizes.isEmpty()) {
        options.callers.clear();
        for (const QString &size : sizes)
            options.callers.push_back(std::clamp<size_t>(size.toULongLong(), 1, 10'000));
    } else if (const QStringList names = parser.positionalArguments(); !names.isEmpty()) {
        std::erase_if(options.callers, [&](size_t callers) {
            const QString end = u'_' + QString::number(callers);
            return std::ranges::none_of(names, [&](const QString &name) {
                return name.endsWith(end) || (name == "memory_per_caller"_L1 && callers == 1000);
            });
        });
    }
    if (parser.isSet(u"seconds"_s))
        options.span = std::chrono::seconds(std::clamp(parser.value(u"seconds"_s).toInt(), 1, 120));
    if (parser.isSet(u"desks"_s))
        options.desks = std::clamp(parser.value(u"desks"_s).toInt(), 1, mostDesks);
    return options;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "house"_L1)
        return runHouse(arguments.value(2));
    if (arguments.value(1) == "bare"_L1 || arguments.value(1) == "keeping"_L1)
        return runBare(arguments.value(3), arguments.value(2).toULongLong(), arguments.value(1) == "keeping"_L1);

    const Options options = readOptions();
    raiseFileLimit();
    bool isComplete = true;
    for (const size_t callers : options.callers) {
        const auto knock = measure({u"house"_s}, callers, options);
        const QString bytes = QString::number(knock ? int(knock->told.bytes) : 0);
        const auto bare = measure({u"bare"_s, bytes}, callers, options);
        const auto keeping = measure({u"keeping"_s, bytes}, callers, options);
        if (!knock || !bare || !keeping) {
            std::fprintf(stderr, "A run with %zu callers has failed.\n", callers);
            return 1;
        }
        explain("the service", callers, *knock);
        explain("Boost.Beast alone", callers, *bare);
        explain("Boost.Beast with SQLite", callers, *keeping);
        printAll(callers, *knock, *bare, *keeping);
        // The more callers, the less what is there without them counts: the last is the best.
        if (callers == options.callers.back()) {
            print(u"memory_per_caller"_s, knock->memory, u"KiB"_s, callers);
            printPeer(u"memory_per_caller"_s, bare->memory, u"KiB"_s,
                      u"Boost.Beast alone, which knows nothing of them"_s);
        }
        isComplete = isComplete && knock->told.lacking == 0 && bare->told.lacking == 0 && !knock->told.delays.empty();
    }
    return isComplete ? 0 : 1;
}
