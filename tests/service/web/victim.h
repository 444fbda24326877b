// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/service/web/attacker.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <QFile>
#include <QProcess>
#include <thread>
#include <vector>

namespace knock::test {

/// A server process: its memory is its own.
class Victim final
{
public:
    Victim(const QString &certificate, const QString &key)
    {
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(QStringLiteral(ATTACKED_SERVER), {certificate, key});
        if (m_process.waitForReadyRead(20'000))
            m_port = static_cast<quint16>(m_process.readLine().trimmed().toUInt());
    }
    ~Victim()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] bool lives() { return m_process.state() == QProcess::Running && !m_process.waitForFinished(0); }
    /// In MB; \a what is VmRSS or VmHWM (proc(5)).
    [[nodiscard]] double memory(const QByteArray &what) const
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray all = status.readAll();
        const qsizetype at = all.indexOf(what + ':');
        return at < 0 ? 0 : all.sliced(at + what.size() + 1).trimmed().split(' ').first().toDouble() / 1000;
    }

private:
    QProcess m_process;
    quint16 m_port = 0;
};

/// Calls again and again from an address of its own, each time from the first packet to the last byte.
class HonestCaller final
{
public:
    explicit HonestCaller(quint16 port)
        : m_thread([this, port] {
            do {
                call(port);
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            } while (!m_isOver);
        })
    {
    }

    ~HonestCaller() { end(); }

    struct Calls {
        std::vector<std::chrono::milliseconds> times; ///< of those that were answered, shortest first
        int lost = 0;
    };
    Calls end()
    {
        m_isOver = true;
        if (m_thread.joinable())
            m_thread.join();
        std::ranges::sort(m_calls.times);
        return m_calls;
    }

private:
    void call(quint16 port)
    {
        const auto begin = std::chrono::steady_clock::now();
        Attacker honest(port, "127.9.9.9");
        if (honest.isConnected() && honest.shakeHands() && honest.say("GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n")
            && honest.hear().startsWith("HTTP/1.1 200"))
            m_calls.times.push_back(
                std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin));
        else
            ++m_calls.lost;
    }

    std::atomic<bool> m_isOver = false;
    Calls m_calls;
    std::thread m_thread;
};

} // namespace knock::test
