// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/webclient.h"

#include <csignal>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace knock::test {

/// Where systemd would listen (sd_notify(3)).
class NotifySocket final
{
public:
    explicit NotifySocket(const QString &path)
        : m_descriptor(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
        , m_notifier(m_descriptor, QSocketNotifier::Read)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(path);
        qstrncpy(address.sun_path, name.constData(), sizeof address.sun_path);
        const bool isBound = bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
        Q_ASSERT(isBound);
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { read(); });
    }
    ~NotifySocket()
    {
        m_notifier.setEnabled(false);
        close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(NotifySocket)

    [[nodiscard]] qsizetype count(const QByteArray &line) const { return told.count(line); }

    QByteArrayList told; ///< lines

private:
    void read()
    {
        char bytes[2048];
        for (ssize_t size = 0; (size = recv(m_descriptor, bytes, sizeof bytes, 0)) > 0;)
            told << QByteArray(bytes, size).split('\n');
    }

    const int m_descriptor;
    QSocketNotifier m_notifier;
};

/// The program knockd with a folder and a configuration file of its own, on any free ports.
class Daemon final
{
public:
    explicit Daemon(const QByteArray &settings = {})
        : notify(folder.filePath(QStringLiteral("notify")))
    {
        write(settings);
        process.setProgram(QStringLiteral(KNOCKD));
        process.setArguments({QStringLiteral("--config"), configuration()});
        environment.insert(QStringLiteral("NOTIFY_SOCKET"), folder.filePath(QStringLiteral("notify")));
        process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&process, &QProcess::readyRead, &process, [this] { log += process.readAll(); });
    }
    ~Daemon()
    {
        process.kill();
        process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Daemon)

    [[nodiscard]] QString configuration() const { return folder.filePath(QStringLiteral("knockd.conf")); }
    [[nodiscard]] QString data(const QString &name) const { return folder.filePath(QStringLiteral("data/") + name); }

    void write(const QByteArray &settings) const
    {
        QFile file(configuration());
        if (file.open(QIODevice::WriteOnly)) {
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            file.write("dataFolder = " + folder.filePath(QStringLiteral("data")).toUtf8()
                       + "\nresourceFolder = " KNOCK_RESOURCES "\nsipPort = 0\nwebPort = 0\nadminPort = 0\ncanary = 0\n"
                       + settings);
        }
    }

    /// Starts it, and waits until it says that it is ready.
    [[nodiscard]] bool start()
    {
        const qsizetype before = notify.count("READY=1");
        process.setProcessEnvironment(environment);
        process.start();
        return QTest::qWaitFor(
                   [&] { return notify.count("READY=1") > before || process.state() == QProcess::NotRunning; }, 30000)
            && process.state() == QProcess::Running;
    }
    void signal(int number) const { ::kill(pid_t(process.processId()), number); }
    [[nodiscard]] bool ends(int milliseconds = 20000)
    {
        return QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, milliseconds);
    }
    [[nodiscard]] bool isRunning() const { return process.state() == QProcess::Running; }

    [[nodiscard]] quint16 port(const QString &name) const
    {
        QFile file(data(QStringLiteral("endpoints.json")));
        return file.open(QIODevice::ReadOnly) ? quint16(QJsonDocument::fromJson(file.readAll())[name].toInt())
                                              : quint16(0);
    }
    /// Of the listener that says how the service is: header and body.
    [[nodiscard]] QByteArray ask(const QByteArray &path) const
    {
        return WebClient(port(QStringLiteral("admin"))).get(path);
    }
    [[nodiscard]] static QByteArray body(const QByteArray &answer)
    {
        const qsizetype end = answer.indexOf("\r\n\r\n");
        return end < 0 ? QByteArray() : answer.sliced(end + 4);
    }

    QTemporaryDir folder;
    NotifySocket notify;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QByteArray log;
    QProcess process;
};

} // namespace knock::test
