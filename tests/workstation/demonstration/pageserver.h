// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace knock::test {

/// Serves the file page.html to whoever asks, by HTTP or by HTTPS with a certificate nobody has signed.
class PageServer
{
public:
    bool start(bool encrypted)
    {
        QFile page(QFINDTESTDATA("page.html"));
        if (!page.open(QIODevice::ReadOnly))
            return false;
        m_page = page.readAll();
        m_server = encrypted ? makeEncrypted() : std::make_unique<QTcpServer>();
        if (!m_server || !m_server->listen(QHostAddress(QHostAddress::LocalHost)))
            return false;
        m_link.setScheme(encrypted ? QStringLiteral("https") : QStringLiteral("http"));
        m_link.setHost(QStringLiteral("127.0.0.1"));
        m_link.setPort(m_server->serverPort());
        m_link.setPath(QStringLiteral("/page"));
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] { serve(); });
        return true;
    }

    [[nodiscard]] QUrl link() const { return m_link; }

private:
    std::unique_ptr<QTcpServer> makeEncrypted()
    {
        const QString key = m_folder.filePath(QStringLiteral("key.pem"));
        const QString certificate = m_folder.filePath(QStringLiteral("certificate.pem"));
        const int result = QProcess::execute(
            QStringLiteral("openssl"),
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
             QStringLiteral("-quiet"), QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1"),
             QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
        QFile keyFile(key);
        if (result != 0 || !keyFile.open(QIODevice::ReadOnly))
            return {};
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        return server;
    }

    void serve()
    {
        QTcpSocket *socket = m_server->nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
                          + QByteArray::number(m_page.size()) + "\r\n\r\n" + m_page);
            socket->disconnectFromHost();
        });
    }

    QTemporaryDir m_folder;
    QByteArray m_page;
    std::unique_ptr<QTcpServer> m_server;
    QUrl m_link;
};

} // namespace knock::test
