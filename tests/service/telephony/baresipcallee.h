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
    {
        using namespace Qt::StringLiterals;
        QUdpSocket free;
        free.bind(QHostAddress::LocalHost);
        m_port = free.localPort();
        free.close();
        const QString modules = QDir(u"/usr/lib/baresip/modules"_s).exists()
            ? u"/usr/lib/baresip/modules"_s
            : u"/usr/lib/x86_64-linux-gnu/baresip/modules"_s;
        const bool isWritten = demonstration::writeQuietRoom(m_folder.filePath(u"room.wav"_s), std::chrono::minutes(2))
            && write(u"accounts"_s, u"<sip:%1@127.0.0.1>;regint=0;answermode=auto\n"_s.arg(number))
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
        demonstration::bindToThisProgram(m_process);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        if (isWritten) {
            m_process.start(u"baresip"_s, {u"-4"_s, u"-f"_s, m_folder.path()});
        }
    }
    ~BaresipCallee() { demonstration::endWithChildren(m_process); }
    Q_DISABLE_COPY_MOVE(BaresipCallee)

    [[nodiscard]] quint16 port() const { return m_port; }
    /// It listens when nobody else can.
    [[nodiscard]] bool isReady() const
    {
        return QTest::qWaitFor(
            [this] {
                QUdpSocket socket;
                return !socket.bind(QHostAddress::LocalHost, m_port, QAbstractSocket::DontShareAddress);
            },
            30'000);
    }
    [[nodiscard]] qint64 heardBytes() const { return QFile(m_folder.filePath(QStringLiteral("heard.wav"))).size(); }
    void stop() { demonstration::endWithChildren(m_process); }

private:
    [[nodiscard]] bool write(const QString &name, const QString &content) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content.toUtf8()) == content.toUtf8().size();
    }

    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_process;
};

} // namespace knock::test
