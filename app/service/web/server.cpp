// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/server.h"

#include "app/service/web/network.h"

using namespace Qt::StringLiterals;

namespace knock::web {

Server::Server(QObject *parent)
    : QObject(parent)
{
}

Server::~Server() = default;

Result<> Server::start(const Configuration &configuration)
{
    Q_ASSERT(!m_network);
    Reports reports;
    // What is still queued when this object goes away is dropped by Qt; the network has been joined before that.
    reports.deliver = [this](std::vector<std::function<void()>> words) {
        QMetaObject::invokeMethod(
            this,
            [words = std::move(words)] {
                for (const auto &word : words)
                    word();
            },
            Qt::QueuedConnection);
    };
    reports.requested = [this](RequestId id, const Request &request) { Q_EMIT requested(id, request); };
    reports.socketWanted = [this](SocketId id, const Request &request) { Q_EMIT socketWanted(id, request); };
    const auto received = [this](auto signal) {
        return [this, signal](SocketId id, const QByteArray &message, const std::shared_ptr<Hand> &hand) {
            Q_EMIT (this->*signal)(id, message);
            if (hand->state.exchange(Hand::Empty) == Hand::Awaited)
                m_network->handled(id);
        };
    };
    reports.textReceived = received(&Server::textReceived);
    reports.binaryReceived = received(&Server::binaryReceived);
    reports.sent = [this](SocketId id, const std::shared_ptr<Progress> &progress) {
        progress->isReported = false; // first: what goes out from now on is another report
        Q_EMIT sent(id, progress->bytes);
    };
    reports.closed = [this](SocketId id) { Q_EMIT closed(id); };

    auto network = std::make_unique<Network>(configuration, std::move(reports));
    if (const auto started = network->start(); !started)
        return started;
    m_network = std::move(network);
    return {};
}

quint16 Server::port() const { return m_network ? m_network->port() : 0; }

Counters Server::counters() const { return m_network ? m_network->counters() : Counters(); }

Result<> Server::reloadCertificate()
{
    return m_network ? m_network->reloadCertificate() : failure(Error::Kind::Refused, u"The server is not started."_s);
}

void Server::drain()
{
    if (m_network)
        m_network->drain();
}

void Server::respond(RequestId request, const Response &response)
{
    if (m_network)
        m_network->respond(request, response);
}

void Server::accept(SocketId socket, const Terms &terms)
{
    if (m_network)
        m_network->accept(socket, terms);
}

void Server::refuse(SocketId socket, int status)
{
    if (m_network)
        m_network->refuse(socket, status);
}

void Server::send(SocketId socket, const QByteArray &text)
{
    if (m_network)
        m_network->send(socket, {text, true});
}

void Server::send(SocketId socket, const QList<QByteArray> &texts)
{
    if (m_network)
        m_network->send(socket, texts);
}

void Server::sendBinary(SocketId socket, const QByteArray &bytes)
{
    if (m_network)
        m_network->send(socket, {bytes, false});
}

void Server::close(SocketId socket)
{
    if (m_network)
        m_network->close(socket);
}

} // namespace knock::web
