// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/server.h"

#include <atomic>
#include <functional>

namespace knock::web {

struct Message {
    QByteArray bytes;
    bool isText = true;
};

/// How much has gone out to a WebSocket: written by the io thread, read by the service's.
struct Progress {
    std::atomic<quint64> bytes = 0;
    std::atomic<bool> isReported = false; ///< in a report that was not handled yet
};

/// What a WebSocket has said: at most one message of it is in hand. Written by both threads.
struct Hand {
    enum State { Empty, Full, Awaited };
    std::atomic<State> state = Empty; ///< Awaited: the next message is there and waits until this is Empty
};

/// What the network tells, all but the first of it by what that one delivers.
struct Reports {
    /// On the network's thread. The service's calls each of the words, in their order.
    std::function<void(std::vector<std::function<void()>> words)> deliver;
    std::function<void(RequestId, const Request &)> requested;
    std::function<void(SocketId, const Request &)> socketWanted;
    using Received = std::function<void(SocketId, const QByteArray &, const std::shared_ptr<Hand> &)>;
    Received textReceived;
    Received binaryReceived;
    std::function<void(SocketId, const std::shared_ptr<Progress> &)> sent;
    std::function<void(SocketId)> closed;
};

/// The io thread with its listening socket and all connections. Every order may come from any thread.
///
/// This header keeps the network library out of everything else.
class Network final
{
public:
    Network(const Configuration &configuration, Reports reports);
    ~Network();
    Q_DISABLE_COPY_MOVE(Network)

    [[nodiscard]] Result<> start();
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] Counters counters() const;
    [[nodiscard]] Result<> reloadCertificate();
    void drain();

    void respond(RequestId request, const Response &response);
    void accept(SocketId socket, const Terms &terms);
    void refuse(SocketId socket, int status);
    void send(SocketId socket, const Message &message);
    void send(SocketId socket, const QList<QByteArray> &texts);
    void close(SocketId socket);
    /// The hand of \a socket, which was Awaited, is Empty.
    void handled(SocketId socket);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace knock::web
