// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

namespace knock::test {

/// Carries bytes between a desk and its door, and cuts after as many as the test says: in the middle of a word, of a
/// frame, of a TLS record.
class Cable final : public QObject
{
public:
    explicit Cable(quint16 door)
        : m_door(door)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] { carry(m_server.nextPendingConnection()); });
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    /// All that is carried now.
    void cut()
    {
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->abort();
    }

    std::function<qint64()> life = [] { return qint64(1) << 40; }; ///< bytes that the next connection carries
    int cuts = 0; ///< because of that

private:
    void carry(QTcpSocket *desk)
    {
        auto *door = new QTcpSocket(desk);
        const auto left = std::make_shared<qint64>(life());
        const auto pass = [this, desk, left](QTcpSocket *from, QTcpSocket *to) {
            connect(from, &QTcpSocket::readyRead, desk, [this, left, from, to] {
                const QByteArray bytes = from->read(std::clamp<qint64>(*left, 0, from->bytesAvailable()));
                *left -= bytes.size();
                to->write(bytes);
                if (to->state() == QAbstractSocket::ConnectedState)
                    to->flush();
                if (*left > 0)
                    return;
                ++cuts;
                to->abort();
                from->abort();
            });
            connect(from, &QTcpSocket::disconnected, to, [to] { to->disconnectFromHost(); });
        };
        pass(desk, door);
        pass(door, desk);
        connect(door, &QTcpSocket::errorOccurred, desk, &QTcpSocket::abort); // nobody is there
        connect(desk, &QTcpSocket::disconnected, desk, &QObject::deleteLater);
        door->connectToHost(QHostAddress::LocalHost, m_door);
    }

    const quint16 m_door;
    QTcpServer m_server;
};

} // namespace knock::test
