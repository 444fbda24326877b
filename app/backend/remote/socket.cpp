// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/socket.h"

#include <QSslError>
#include <QTimer>

namespace knock::backend {

namespace {

/// Whether \a error says only that nobody vouches for \a error's certificate, and who it belongs to.
bool isOfStrangers(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::HostNameMismatch:
    case QSslError::SelfSignedCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return true;
    default:
        return false; // one that has run out, say, is not believed even from those who are known
    }
}

} // namespace

QWebSocket *makeSocket(const RemoteSettings &settings, QObject *parent)
{
    constexpr quint64 most = 4 * 1024 * 1024;
    auto *socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, parent);
    socket->setMaxAllowedIncomingMessageSize(most);
    socket->setMaxAllowedIncomingFrameSize(most);
    socket->setSslConfiguration(settings.tls);
    const auto judge = [socket, pins = settings.pins](const QList<QSslError> &errors) {
        const bool isPinned = std::ranges::all_of(
            errors, [&](const QSslError &e) { return isOfStrangers(e) && pins.contains(e.certificate()); });
        if (isPinned)
            socket->ignoreSslErrors(errors);
    };
    QObject::connect(socket, &QWebSocket::sslErrors, socket, judge);
    return socket;
}

void drop(QWebSocket *&socket)
{
    if (!socket)
        return;
    socket->disconnect();
    socket->abort();
    std::exchange(socket, nullptr)->deleteLater();
}

void leave(QWebSocket *&socket)
{
    constexpr std::chrono::seconds most{2};
    if (!socket)
        return;
    socket->disconnect();
    socket->close();
    QTimer::singleShot(most, socket, &QObject::deleteLater);
    socket = nullptr;
}

} // namespace knock::backend
