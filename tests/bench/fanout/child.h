// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <QProcess>
#include <QTemporaryDir>
#include <string>
#include <vector>

namespace knock::bench {

/// What a process has used since it began.
struct Usage {
    double processor = 0; ///< seconds, in all its threads
    std::map<qint64, double> threads; ///< the same of each
    double memory = 0; ///< KiB that belong to no file, now
};

/// One of the servers that are compared, as a process of its own.
class Child
{
public:
    /// \a role and what it needs: see main().
    explicit Child(const QStringList &role);
    ~Child();

    /// Waits until it says so.
    [[nodiscard]] bool start();
    /// Makes so many callers, and gives their tokens.
    [[nodiscard]] std::vector<std::string> invite(size_t callers);

    [[nodiscard]] quint16 callerPort() const { return m_callerPort; }
    [[nodiscard]] quint16 deskPort() const { return m_deskPort; }
    [[nodiscard]] qint64 writer() const
    {
        return m_writer;
    } ///< the thread that writes to the disk; 0: none, or unknown
    [[nodiscard]] qint64 id() const { return m_process.processId(); } ///< its first thread as well
    [[nodiscard]] Usage usage() const;

private:
    [[nodiscard]] QByteArray nextLine();

    const QTemporaryDir m_folder;
    const QStringList m_role;
    QProcess m_process;
    quint16 m_callerPort = 0;
    quint16 m_deskPort = 0;
    qint64 m_writer = 0;
};

/// Seconds in which all processors together did something, since the computer was started.
[[nodiscard]] double busyTime();

} // namespace knock::bench
