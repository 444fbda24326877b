// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"
#include "tests/support/stage.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

double startOfEmptyWindow(const QString &display)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, display);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    process.setProcessEnvironment(environment);
    QElapsedTimer timer;
    timer.start();
    process.start(QStringLiteral(KNOCK_EMPTY_WINDOW), QStringList());
    while (!process.canReadLine() && process.waitForReadyRead(10000)) { }
    const double took = double(timer.nsecsElapsed()) / 1e6;
    process.kill();
    process.waitForFinished();
    return took;
}

} // namespace

bool measureStarts()
{
    constexpr int rounds = 20;
    std::vector<double> desk;
    std::vector<double> empty;
    for (int round = 0; round < rounds; ++round) {
        test::Stage stage(QStringLiteral(KNOCK_WORKSTATION));
        if (!stage.openScreen())
            return false;
        const qint64 started = QDateTime::currentMSecsSinceEpoch();
        if (!stage.raise({u"--set"_s, u"sipPort=0"_s, u"--set"_s, u"webPort=0"_s}))
            return false;
        const qint64 shown = stage.await(u"shown"_s).value("us"_L1).toInteger();
        desk.push_back(double(shown) / 1000 - double(started));
        empty.push_back(startOfEmptyWindow(stage.display()));
        stage.lower();
    }
    print(u"cold_start_first_paint"_s, quantile(desk, 0.5), u"ms"_s, desk.size());
    printPeer(u"cold_start_first_paint"_s, quantile(empty, 0.5), u"ms"_s, u"an empty Qt window, same runs"_s);
    return true;
}

} // namespace knock::bench
