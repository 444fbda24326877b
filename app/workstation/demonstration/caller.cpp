// SPDX-License-Identifier: Apache-2.0
#include "app/workstation/demonstration/caller.h"

#include "app/workstation/demonstration/process.h"
#include "app/workstation/demonstration/room.h"

#include <QDir>
#include <QHostAddress>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::demonstration {

namespace {

// The ring-back tone is off and the folder of its sounds empty: baresip plays tones through the same player as
// the call, and replacing a player within its first milliseconds crashes it. The name server is a port at which
// nobody listens, so that no name ever leaves this computer.
constexpr auto configuration = R"(module_path %1
module g711.so
module aufile.so
module srtp.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:%2
sip_listen %4:0
sip_verify_server no
net_interface %4
dns_server 127.0.0.1:9
audio_source aufile,%3/room.wav
audio_player aufile,%3/heard.wav
audio_alert aufile,%3/alert.wav
audio_path %3/tones
ausrc_srate 8000
auplay_srate 8000
ringback_disabled yes
statmode_default off
call_local_timeout 300
)"_L1;

constexpr auto roomLength = 10min;
constexpr int mostLaunches = 3;

QString modulesFolder()
{
    static const QStringList places{u"/usr/lib/baresip/modules"_s, u"/usr/lib/x86_64-linux-gnu/baresip/modules"_s,
                                    u"/usr/lib/aarch64-linux-gnu/baresip/modules"_s};
    for (const QString &place : places) {
        if (QDir(place).exists(u"ctrl_tcp.so"_s))
            return place;
    }
    return {};
}

// baresip cannot be asked which port it was given, so a free one is looked for and given back to it.
quint16 freeTcpPort()
{
    QTcpServer server;
    return server.listen(QHostAddress(QHostAddress::LocalHost)) ? server.serverPort() : quint16(0);
}

Result<> write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return failure(Error::Kind::Full, file.errorString());
    return {};
}

} // namespace

Caller::Caller(QObject *parent)
    : QObject(parent)
{
    bindToThisProgram(m_process);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardInputFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::errorOccurred, this,
            [this] { stumble({Error::Kind::Broken, u"baresip: "_s + m_process.errorString()}); });
    connect(&m_process, &QProcess::finished, this,
            [this] { stumble({Error::Kind::Broken, u"baresip ended before the call did."_s}); });
    connect(&m_control, &Control::failed, this, &Caller::stumble);
    connect(&m_control, &Control::opened, this, [this] {
        m_dialled = true;
        m_control.send(u"dial"_s, m_sipUri);
    });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Caller::launch);
    connect(&m_control, &Control::event, this, &Caller::take);
    connect(&m_control, &Control::refused, this, [this](const QString &why) {
        if (!m_rang)
            fail({Error::Kind::Refused, u"baresip does not dial: "_s + why});
    });
}

Caller::~Caller()
{
    m_over = true;
    disconnect(&m_process, nullptr, this, nullptr);
    endWithChildren(m_process);
}

Result<> Caller::start(const QString &sipUri, const QString &number)
{
    static const QRegularExpression callable(u"^sip:[0-9A-Za-z]+@([0-9.]+):[0-9]+(;transport=(udp|tcp|tls))?$"_s);
    static const QRegularExpression plainNumber(u"^[0-9]{1,20}$"_s);
    if (m_process.state() != QProcess::NotRunning || m_over)
        return failure(Error::Kind::Refused, u"A caller makes one call."_s);
    // Both go into baresip's files, where a line break would begin an order of its own.
    const QRegularExpressionMatch called = callable.match(sipUri);
    if (!QHostAddress(called.captured(1)).isInSubnet(m_ownAddress, 24) || !plainNumber.match(number).hasMatch())
        return failure(Error::Kind::Malformed, u"Not an address on this computer, or not a number."_s);
    const QString program = QStandardPaths::findExecutable(u"baresip"_s);
    if (program.isEmpty() || modulesFolder().isEmpty())
        return failure(Error::Kind::NotFound, u"baresip is not installed."_s);

    if (const Result<> written = writeFolder(number); !written)
        return written;
    m_program = program;
    m_sipUri = sipUri;
    launch();
    return {};
}

void Caller::launch()
{
    {
        const QSignalBlocker ownDoing(m_process);
        endWithChildren(m_process);
    }
    const quint16 port = freeTcpPort();
    const QString config
        = QString(configuration).arg(modulesFolder()).arg(port).arg(m_folder.path(), m_ownAddress.toString());
    if (const Result<> written = write(m_folder.filePath(u"config"_s), config.toUtf8()); !written)
        return fail(written.error());
    ++m_launches;
    m_process.start(m_program, {u"-4"_s, u"-f"_s, m_folder.path()});
    m_control.open(port);
}

// Another program may have been given the port between the look for a free one and its use; another try has another.
void Caller::stumble(const Error &error)
{
    const bool canTryAgain = !m_over && !m_dialled && m_launches < mostLaunches;
    if (canTryAgain)
        m_again.start();
    else
        fail(error);
}

void Caller::press(QChar key)
{
    if (m_established)
        m_control.send(u"sndcode"_s, key);
}

void Caller::hangUp()
{
    m_hangsUp = true;
    if (m_rang && !m_over)
        m_control.send(u"hangup"_s, {});
}

QString Caller::heard() const { return m_folder.filePath(u"heard.wav"_s); }

Result<> Caller::writeFolder(const QString &number)
{
    if (!m_folder.isValid())
        return failure(Error::Kind::Full, m_folder.errorString());
    const QString keys = m_keysBy == Carrier::Info ? u"info"_s : u"rtpevent"_s;
    const QString encryption = m_encryptsSound ? u";mediaenc=srtp-mand"_s : QString();
    const QString account
        = u"<sip:%1@%4>;regint=0;dtmfmode=%2%3\n"_s.arg(number, keys, encryption, m_ownAddress.toString());
    const QString room = m_folder.filePath(u"room.wav"_s);
    return write(m_folder.filePath(u"accounts"_s), account.toUtf8())
        .and_then([&] { return write(m_folder.filePath(u"contacts"_s), {}); })
        .and_then([&]() -> Result<> {
            if (m_room.isEmpty())
                return writeQuietRoom(room, roomLength);
            QFile sound(m_room);
            return sound.copy(room) ? Result<>() : failure(Error::Kind::NotFound, sound.errorString());
        });
}

void Caller::take(const QString &type, const QString &parameter)
{
    if (m_over)
        return;
    if (type == "CALL_RINGING"_L1 || type == "CALL_PROGRESS"_L1) {
        if (!std::exchange(m_rang, true))
            Q_EMIT ringing();
        if (m_hangsUp)
            hangUp();
    } else if (type == "CALL_ESTABLISHED"_L1) {
        m_rang = true;
        m_established = true;
        Q_EMIT established();
    } else if (type == "CALL_CLOSED"_L1) {
        if (m_rang)
            finish();
        else
            fail({Error::Kind::Unreachable, u"The call was not taken: "_s + parameter.left(200)});
    }
}

void Caller::finish()
{
    m_over = true;
    m_established = false;
    m_control.send(u"quit"_s, {});
    Q_EMIT ended();
}

void Caller::fail(const Error &error)
{
    if (m_over)
        return;
    m_over = true;
    m_established = false;
    m_again.stop();
    Q_EMIT failed(error);
}

} // namespace knock::demonstration
