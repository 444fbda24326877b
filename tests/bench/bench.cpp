// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <QFile>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::bench {

double quantile(std::vector<double> samples, double part)
{
    if (samples.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(samples);
    return samples[std::min(samples.size() - 1, size_t(part * double(samples.size())))];
}

void print(const QString &name, double value, const QString &unit, size_t samples)
{
    double load = 0;
    (void)getloadavg(&load, 1);
    std::printf("figure %s %.1f %s (n=%zu, load %.1f)\n", qPrintable(name), value, qPrintable(unit), samples, load);
    std::fflush(stdout);
}

void printPeer(const QString &name, double value, const QString &unit, const QString &what)
{
    std::printf("peer %s %.1f %s (%s)\n", qPrintable(name), value, qPrintable(unit), qPrintable(what));
    std::fflush(stdout);
}

double processorTime(qint64 process)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.sliced(line.lastIndexOf(')') + 2).split(' ');
    return double(fields.at(11).toLongLong() + fields.at(12).toLongLong()) / double(sysconf(_SC_CLK_TCK));
}

} // namespace knock::bench
