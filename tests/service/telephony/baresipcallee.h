// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workstation/demonstration/process.h"
#include "app/workstation/demonstration/room.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

namespace knock::test {

/// A telephone that others wrote (baresip), which takes every call. It ends with this object.
class BaresipCallee
{
public:
    explicit BaresipCallee(const QString &number)
        : m_number(number)
    {
        demonstration::bindToThisProgram(m_process);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
    }
    ~BaresipCallee() { demonstration::endWithChildren(m_process); }
    Q_DISABLE_COPY_MOVE(BaresipCallee)

    /// Starts it. Another program may have been given its port between the look for a free one and its use, or have
    /// the same port by TCP; then it ends at once, and another try has another.
    [[nodiscard]] bool start()
    {
        for (int launches = 0; launches < 5; ++launches) {
            if (launch()) {
                return true;
            }
            stop();
        }
        return false;
    }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] qint64 heardBytes() const { return QFile(m_folder.filePath(QStringLiteral("heard.wav"))).size(); }
    void stop() { demonstration::endWithChildren(m_process); }

private:
    // What it says is awaited, and its port not tried: a try would take the port from it at the very moment it binds.
    [[nodiscard]] bool launch()
    {
        using namespace Qt::StringLiterals;
        QUdpSocket free;
        free.bind(QHostAddress::LocalHost);
        m_port = free.localPort();
        free.close();
        if (!writeFolder()) {
            return false;
        }
        m_process.start(u"baresip"_s, {u"-4"_s, u"-f"_s, m_folder.path()});
        QByteArray said;
        const bool hasSpoken = QTest::qWaitFor(
            [&] {
                said += m_process.readAll();
                return said.contains("baresip is ready.") || m_process.state() == QProcess::NotRunning;
            },
            30'000);
        return hasSpoken && m_process.state() == QProcess::Running;
    }
    [[nodiscard]] bool writeFolder() const
    {
        using namespace Qt::StringLiterals;
        const QString modules = QDir(u"/usr/lib/baresip/modules"_s).exists()
            ? u"/usr/lib/baresip/modules"_s
            : u"/usr/lib/x86_64-linux-gnu/baresip/modules"_s;
        return demonstration::writeQuietRoom(m_folder.filePath(u"room.wav"_s), std::chrono::minutes(2))
            && write(u"accounts"_s, u"<sip:%1@127.0.0.1>;regint=0;answermode=auto\n"_s.arg(m_number))
            && write(u"contacts"_s, {})
            && write(u"config"_s,
                     uR"(module_path %1
module g711.so
module aufile.so
module_tmp account.so
module_app menu.so
sip_listen 127.0.0.1:%2
net_interface 127.0.0.1
dns_server 127.0.0.1:9
audio_source aufile,%3/room.wav
audio_player aufile,%3/heard.wav
audio_alert aufile,%3/alert.wav
audio_path %3/tones
ausrc_srate 8000
auplay_srate 8000
ringback_disabled yes
)"_s.arg(modules)
                         .arg(m_port)
                         .arg(m_folder.path()));
    }
    [[nodiscard]] bool write(const QString &name, const QString &content) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content.toUtf8()) == content.toUtf8().size();
    }

    QString m_number;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_process;
};

} // namespace knock::test
