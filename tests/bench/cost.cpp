// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"
#include "tests/bench/call.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

/// What the machine would have more of without this process (proc_pid_smaps(5), Pss).
double megabytesOf(qint64 process)
{
    QFile file(u"/proc/%1/smaps_rollup"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    }
    return 0;
}

double percentOfCore(qint64 process)
{
    constexpr auto span = 20s; // nothing is waited for: it is what is measured
    const double before = processorTime(process);
    QTest::qWait(span);
    return 100 * (processorTime(process) - before) / double(span.count());
}

} // namespace

bool measureCost()
{
    test::Stage stage(QStringLiteral(KNOCK_WORKSTATION));
    if (!stage.openScreen())
        return false;
    QProcess empty;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, stage.display());
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    empty.setProcessEnvironment(environment);
    empty.start(QStringLiteral(KNOCK_EMPTY_WINDOW), QStringList());
    if (!empty.waitForReadyRead(10'000) || !stage.raise({u"--set"_s, u"sipPort=0"_s, u"--set"_s, u"webPort=0"_s}))
        return false;
    QTest::qWait(5s); // the start itself is another figure
    const qint64 desk = stage.processId();
    print(u"desk_idle_cpu"_s, percentOfCore(desk), u"% of a core"_s, 1);
    printPeer(u"desk_idle_cpu"_s, percentOfCore(empty.processId()), u"% of a core"_s, u"an empty Qt window"_s);
    print(u"desk_memory"_s, megabytesOf(desk), u"MB"_s, 1);
    printPeer(u"desk_memory"_s, megabytesOf(empty.processId()), u"MB"_s, u"an empty Qt window"_s);
    empty.kill();
    empty.waitForFinished();

    Call call(stage);
    if (!call.workTheLine(1) || !call.workThePage()) {
        qWarning("the live call did not come about; the workstation said: %s", stage.log().right(1000).constData());
        return false;
    }
    stage.key(u"space"_s); // pictures that are blurred cost less
    print(u"desk_live_cpu"_s, percentOfCore(desk), u"% of a core"_s, 1);
    print(u"desk_live_memory"_s, megabytesOf(desk), u"MB"_s, 1);
    return true;
}

} // namespace knock::bench
