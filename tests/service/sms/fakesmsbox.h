// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace knock::test {

/// An HTTP server that answers every whole request with the same bytes, however wrong they are.
class FakeSmsbox final : public QTcpServer
{
public:
    enum class Afterwards { Close, StayOpen };

    explicit FakeSmsbox(QByteArray answer, Afterwards afterwards = Afterwards::Close)
        : m_answer(std::move(answer))
        , m_afterwards(afterwards)
    {
        connect(this, &QTcpServer::newConnection, this, &FakeSmsbox::greet);
        if (!listen(QHostAddress::LocalHost))
            qFatal("The fake smsbox cannot listen.");
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

    /// Whole requests, in order of arrival.
    QList<QByteArray> requests;

private:
    void greet()
    {
        QTcpSocket *socket = nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            QByteArray &request = m_begun[socket];
            request += socket->readAll();
            if (isWhole(request))
                answer(socket);
        });
    }

    void answer(QTcpSocket *socket)
    {
        requests.append(m_begun.take(socket));
        socket->write(m_answer);
        if (m_afterwards == Afterwards::Close)
            socket->disconnectFromHost();
    }

    [[nodiscard]] static bool isWhole(const QByteArray &request)
    {
        const qsizetype headerEnd = request.indexOf("\r\n\r\n");
        const QByteArray lower = request.left(headerEnd).toLower();
        const qsizetype length = lower.indexOf("content-length: ");
        if (headerEnd < 0 || length < 0)
            return false;
        const qsizetype lineEnd = lower.indexOf('\r', length);
        return request.size()
            >= headerEnd + 4 + lower.mid(length + 16, lineEnd < 0 ? -1 : lineEnd - length - 16).toInt();
    }

    const QByteArray m_answer;
    const Afterwards m_afterwards;
    QHash<QTcpSocket *, QByteArray> m_begun;
};

} // namespace knock::test
