// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace knock::test {

inline QByteArray http(const QByteArray &status, const QByteArray &body = {}, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size())
        + "\r\nConnection: close\r\n\r\n" + body;
}

/// An HTTP server that answers each whole request with the next bytes of a list, however wrong they are; the last ones
/// again and again.
class FakeSmsbox final : public QTcpServer
{
public:
    enum class Afterwards { Close, StayOpen };

    explicit FakeSmsbox(const QByteArray &answer, Afterwards afterwards = Afterwards::Close)
        : FakeSmsbox(QByteArrayList{answer}, afterwards)
    {
    }
    explicit FakeSmsbox(QByteArrayList answers, Afterwards afterwards = Afterwards::Close)
        : m_answers(std::move(answers))
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
        socket->write(m_answers.at(std::min(requests.size(), m_answers.size()) - 1));
        if (m_afterwards == Afterwards::Close)
            socket->disconnectFromHost();
    }

    [[nodiscard]] static bool isWhole(const QByteArray &request)
    {
        const qsizetype headerEnd = request.indexOf("\r\n\r\n");
        const QByteArray lower = request.left(headerEnd).toLower();
        const qsizetype length = lower.indexOf("content-length: ");
        if (headerEnd < 0 || length < 0)
            return headerEnd >= 0;
        const qsizetype lineEnd = lower.indexOf('\r', length);
        return request.size()
            >= headerEnd + 4 + lower.mid(length + 16, lineEnd < 0 ? -1 : lineEnd - length - 16).toInt();
    }

    const QByteArrayList m_answers;
    const Afterwards m_afterwards;
    QHash<QTcpSocket *, QByteArray> m_begun;
};

} // namespace knock::test
