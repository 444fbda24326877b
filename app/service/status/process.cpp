// SPDX-License-Identifier: Apache-2.0
#include "app/service/status/process.h"

#include <filesystem>
#include <iterator>
#include <QFile>
#include <sys/resource.h>
#include <unistd.h>

namespace knock::status {

namespace {

using Type = Exposition::Type;

struct Memory {
    double virtualBytes = 0;
    double residentBytes = 0;
};

Memory memory()
{
    QFile file(QStringLiteral("/proc/self/statm")); // in pages; proc_pid_statm(5)
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> fields = file.readAll().split(' ');
    const auto page = double(sysconf(_SC_PAGESIZE));
    return fields.size() < 2 ? Memory() : Memory{fields[0].toDouble() * page, fields[1].toDouble() * page};
}

double openDescriptors()
{
    std::error_code error;
    const std::filesystem::directory_iterator files("/proc/self/fd", error);
    return error ? 0 : double(std::distance(begin(files), end(files)) - 1); // the folder itself is one
}

double seconds(const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; }

} // namespace

void addProcess(Exposition &out, double started)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    const auto [virtualBytes, residentBytes] = memory();
    out.add("process_cpu_seconds_total", Type::Counter, "Processor time, of user and system.",
            seconds(usage.ru_utime) + seconds(usage.ru_stime));
    out.add("process_resident_memory_bytes", Type::Gauge, "Memory in use.", residentBytes);
    out.add("process_virtual_memory_bytes", Type::Gauge, "Memory set aside.", virtualBytes);
    out.add("process_open_fds", Type::Gauge, "Open files and sockets.", openDescriptors());
    out.add("process_max_fds", Type::Gauge, "Files and sockets that may be open.", double(limit.rlim_cur));
    out.add("process_start_time_seconds", Type::Gauge, "When the service started, in seconds since 1970.", started);
}

} // namespace knock::status
