// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>
#include <QWebSocket>

namespace knock::test {

/// TLS that trusts the self-signed certificate of a test.
inline QSslConfiguration trustingTls()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return tls;
}

/// Bytes as the test says them, over TLS to 127.0.0.1.
class WebClient final
{
public:
    explicit WebClient(quint16 port)
    {
        socket.setSslConfiguration(trustingTls());
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    }

    bool say(const QByteArray &bytes)
    {
        socket.write(bytes);
        return QTest::qWaitFor(
            [this] { return socket.isEncrypted() && socket.bytesToWrite() + socket.encryptedBytesToWrite() == 0; });
    }

    /// One whole answer, header and body.
    QByteArray answer()
    {
        QByteArray all;
        const bool came = QTest::qWaitFor([this, &all] {
            all += socket.readAll();
            const qsizetype header = all.indexOf("\r\n\r\n");
            const qsizetype length = all.indexOf("Content-Length: ");
            if (header < 0 || length < 0 || length > header)
                return header >= 0;
            const int body = all.sliced(length + 16, all.indexOf("\r\n", length) - length - 16).toInt();
            return m_head || all.size() >= header + 4 + body;
        });
        return came ? all : QByteArray();
    }

    QByteArray get(const QByteArray &target, const QByteArray &method = "GET")
    {
        m_head = method == "HEAD";
        if (!say(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            return {};
        return answer();
    }

    /// Asks for a WebSocket and gives the answer.
    QByteArray upgrade(const QByteArray &target, const QByteArray &origin = "https://localhost")
    {
        if (!say("GET " + target
                 + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: " + origin
                 + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"))
            return {};
        return answer();
    }

    bool isClosedByServer(int milliseconds = 5000)
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; }, milliseconds);
    }

    QSslSocket socket;

private:
    bool m_head = false;
};

/// One unfragmented client frame (RFC 6455, 5.2), masked unless the test wants it wrong.
inline QByteArray frame(int opcode, const QByteArray &payload, bool masked = true)
{
    QByteArray bytes;
    bytes.append(static_cast<char>(0x80 | opcode));
    const int mask = masked ? 0x80 : 0;
    if (payload.size() < 126) {
        bytes.append(static_cast<char>(mask | static_cast<int>(payload.size())));
    } else {
        bytes.append(static_cast<char>(mask | 126));
        bytes.append(static_cast<char>(payload.size() >> 8));
        bytes.append(static_cast<char>(payload.size() & 0xff));
    }
    if (masked)
        bytes.append(4, '\0'); // masking with zeros leaves the payload as it is
    return bytes + payload;
}

} // namespace knock::test
