// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fanout/child.h"

#include "tests/bench/bench.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

constexpr int patience = 120'000; // ms

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Child::Child(const QStringList &role)
    : m_role(role)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

Child::~Child()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
    m_process.waitForFinished();
}

QByteArray Child::nextLine()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(patience))
            return {};
    }
    return m_process.readLine().trimmed();
}

bool Child::start()
{
    m_process.start(QCoreApplication::applicationFilePath(), m_role + QStringList(m_folder.path()));
    const QList<QByteArray> words = nextLine().split(' ');
    if (words.size() != 4 || words[0] != "ready")
        return false;
    m_callerPort = words[1].toUShort();
    m_deskPort = words[2].toUShort();
    m_writer = words[3].toLongLong();
    return true;
}

std::vector<std::string> Child::invite(size_t callers)
{
    m_process.write("callers " + QByteArray::number(callers) + '\n');
    std::vector<std::string> tokens;
    while (tokens.size() < callers) {
        const QByteArray line = nextLine();
        if (line.isEmpty())
            return {};
        tokens.push_back(line.toStdString());
    }
    return tokens;
}

Usage Child::usage() const
{
    Usage usage;
    usage.processor = processorTime(id());
    const QString process = u"/proc/%1/"_s.arg(id());
    for (const QString &thread : QDir(process + u"task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray ran = contents(process + u"task/%1/schedstat"_s.arg(thread)).split(' ').first();
        usage.threads.emplace(thread.toLongLong(), double(ran.toLongLong()) / 1e9);
    }
    for (const QByteArray &line : contents(process + u"smaps_rollup"_s).split('\n')) {
        if (line.startsWith("Anonymous:"))
            usage.memory = line.sliced(sizeof "Anonymous:").trimmed().split(' ').first().toDouble();
    }
    return usage;
}

double busyTime()
{
    // proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal.
    const QList<QByteArray> fields = contents(u"/proc/stat"_s).split('\n').first().simplified().split(' ');
    double ticks = 0;
    for (const qsizetype field : {1, 2, 3, 6, 7})
        ticks += fields.value(field).toDouble();
    return ticks / double(sysconf(_SC_CLK_TCK));
}

} // namespace knock::bench
