// SPDX-License-Identifier: Apache-2.0
#include "app/knockd/notifier.h"

#include <ctime>
#include <systemd/sd-daemon.h>

namespace knock::keeper {

Notifier::Notifier(QObject *parent)
    : QObject(parent)
{
    m_alive.setTimerType(Qt::PreciseTimer);
    m_alive.callOnTimeout(this, [this] { tell("WATCHDOG=1"); });
    uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) > 0)
        m_alive.setInterval(
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds(microseconds / 3)));
}

void Notifier::ready(const QByteArray &status)
{
    tell("READY=1\nSTATUS=" + status);
    if (m_alive.interval() > 0)
        m_alive.start();
}

void Notifier::reloading()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const quint64 microseconds = quint64(now.tv_sec) * 1'000'000 + quint64(now.tv_nsec) / 1000;
    tell("RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(microseconds) + "\nSTATUS=Taking new certificates");
}

void Notifier::stopping(const QByteArray &status, std::chrono::microseconds longest)
{
    tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + QByteArray::number(qint64(longest.count())) + "\nSTATUS=" + status);
}

void Notifier::say(const QByteArray &status) { tell("STATUS=" + status); }

void Notifier::tell(const QByteArray &lines) { sd_notify(0, lines.constData()); }

} // namespace knock::keeper
