// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <array>
#include <csignal>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QUrl>
#include <sys/prctl.h>

namespace knock::test {

/// One program of Kannel. It ends with the test, also when the test is killed.
class KannelProcess
{
public:
    KannelProcess()
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    }
    ~KannelProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(KannelProcess)

    /// Starts and waits until the program's log holds \a sign.
    [[nodiscard]] bool start(const QString &program, const QStringList &arguments, const QByteArray &sign)
    {
        m_process.start(program, arguments);
        return waitFor(sign);
    }

    [[nodiscard]] bool waitFor(const QByteArray &sign)
    {
        QElapsedTimer time;
        time.start();
        while (!log().contains(sign) && time.elapsed() < 20'000 && m_process.state() != QProcess::NotRunning)
            m_process.waitForReadyRead(100);
        return log().contains(sign);
    }

    [[nodiscard]] const QByteArray &log()
    {
        m_log += m_process.readAll();
        return m_log;
    }

private:
    QProcess m_process;
    QByteArray m_log;
};

/// A whole Kannel: bearerbox, smsbox, and its own pretended network (fakesmsc), on ports that were free.
class RealKannel
{
public:
    struct Text {
        QString to;
        QString text;
    };

    static constexpr auto user = "knock";
    static constexpr auto password = "pass wörd:&%";

    /// What is missing on this machine; empty when nothing is.
    [[nodiscard]] static QString missing()
    {
        for (const char *program : {bearerbox, smsbox, fakesmsc}) {
            if (!QFile::exists(QString::fromLatin1(program)))
                return QString::fromLatin1(program);
        }
        return {};
    }

    /// What went wrong; empty when all is well. A telephone sends \a fromPhone ("sender receiver text words"), which is
    /// passed on to \a postTo.
    [[nodiscard]] QByteArray start(const QString &fromPhone = {}, const QString &postTo = {})
    {
        const std::array<quint16, 4> ports = freePorts();
        m_url.setUrl(QStringLiteral("http://127.0.0.1:%1").arg(ports[3]));
        const QString settings = writeSettings(ports, postTo);

        if (!m_bearerbox.start(QString::fromLatin1(bearerbox), {settings}, "smsc_fake: start called"))
            return "bearerbox does not start:\n" + m_bearerbox.log();
        const QStringList toBearerbox{QStringLiteral("-H"),
                                      QStringLiteral("127.0.0.1"),
                                      QStringLiteral("-r"),
                                      QString::number(ports[2]),
                                      QStringLiteral("-m"),
                                      fromPhone.isEmpty() ? QStringLiteral("0") : QStringLiteral("1"),
                                      fromPhone.isEmpty() ? QStringLiteral("1 2 text nop") : fromPhone};
        if (!m_network.start(QString::fromLatin1(fakesmsc), toBearerbox, "Connecting to"))
            return "fakesmsc does not start:\n" + m_network.log();
        if (!m_bearerbox.waitFor("Fakesmsc client connected"))
            return "fakesmsc does not connect:\n" + m_bearerbox.log();
        if (!m_smsbox.start(QString::fromLatin1(smsbox), {settings}, "Connected to bearerbox"))
            return "smsbox does not start:\n" + m_smsbox.log();
        return {};
    }

    [[nodiscard]] QUrl url() const { return m_url; }

    /// What the pretended telephones have, in order. A text in several parts is there when all of them are.
    [[nodiscard]] QList<Text> delivered()
    {
        QList<Text> texts;
        QByteArray parts;
        const QList<QByteArray> lines = m_network.log().split('\n');
        for (const QByteArray &line : lines) {
            const qsizetype begin = line.indexOf("Got message ");
            if (begin < 0 || !line.endsWith('>'))
                continue;
            // "<sender receiver ucs-2 data>" or "<sender receiver udh header data data>", bytes as in an address.
            const QList<QByteArray> words = line.sliced(line.indexOf('<', begin) + 1).chopped(1).split(' ');
            parts += QByteArray::fromPercentEncoding(QByteArray(words.last()).replace('+', ' '));
            if (words.at(2) == "udh" && !isLastPart(words.at(3)))
                continue;
            texts.append({QString::fromLatin1(words.at(1)), fromUcs2(parts)});
            parts.clear();
        }
        return texts;
    }

private:
    static constexpr auto bearerbox = "/usr/sbin/bearerbox";
    static constexpr auto smsbox = "/usr/sbin/smsbox";
    static constexpr auto fakesmsc = "/usr/lib/kannel/test/fakesmsc";

    [[nodiscard]] static std::array<quint16, 4> freePorts()
    {
        std::array<QTcpServer, 4> servers; // all at once, so that no port comes twice
        std::array<quint16, 4> ports{};
        for (size_t i = 0; i < servers.size(); ++i) {
            if (!servers.at(i).listen(QHostAddress::LocalHost))
                qFatal("There is no free port.");
            ports.at(i) = servers.at(i).serverPort();
        }
        return ports;
    }

    [[nodiscard]] QString writeSettings(const std::array<quint16, 4> &ports, const QString &postTo)
    {
        const QString settings = QStringLiteral(R"(
group = core
admin-port = %1
admin-interface = 127.0.0.1
admin-password = unused
smsbox-port = %2
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
box-deny-ip = "*.*.*.*"

group = smsc
smsc = fake
smsc-id = FAKE
port = %3
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = %4
sendsms-interface = 127.0.0.1

group = sendsms-user
username = %5
password = "%6"
max-messages = 3
concatenation = true
default-sender = 1000

group = sms-service
keyword = default
%7
max-messages = 0
)")
                                     .arg(ports[0])
                                     .arg(ports[1])
                                     .arg(ports[2])
                                     .arg(ports[3])
                                     .arg(QString::fromUtf8(user), QString::fromUtf8(password),
                                          postTo.isEmpty() ? QStringLiteral("text = \"\"")
                                                           : QStringLiteral("post-url = \"%1\"").arg(postTo));
        QFile file(m_folder.filePath(QStringLiteral("kannel.conf")));
        if (!file.open(QIODevice::WriteOnly) || file.write(settings.toUtf8()) < 0)
            qFatal("The settings of Kannel cannot be written.");
        return file.fileName();
    }

    // 3GPP TS 23.040, 9.2.3.24.1: 05 00 03, reference, number of parts, which part this is.
    [[nodiscard]] static bool isLastPart(const QByteArray &header)
    {
        const QByteArray bytes = QByteArray::fromPercentEncoding(header);
        return bytes.size() == 6 && bytes.at(4) == bytes.at(5);
    }

    [[nodiscard]] static QString fromUcs2(const QByteArray &bytes)
    {
        QString text;
        for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
            text += QChar(static_cast<uchar>(bytes.at(i + 1)), static_cast<uchar>(bytes.at(i)));
        return text;
    }

    const QTemporaryDir m_folder;
    QUrl m_url;
    KannelProcess m_bearerbox;
    KannelProcess m_network;
    KannelProcess m_smsbox;
};

} // namespace knock::test
