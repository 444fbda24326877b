// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/addresses.h"
#include "app/service/web/network.h"
#include "app/service/web/outbox.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace knock::web {

namespace net = boost::asio;
using tcp = net::ip::tcp;

class Connection;

/// The counters as the io thread writes them; read by any.
struct Tally {
    [[nodiscard]] Counters now() const;

    std::atomic<quint32> connections = 0;
    std::atomic<quint32> sockets = 0;
    std::atomic<quint64> accepted = 0;
    std::atomic<quint64> refused = 0;
    std::atomic<quint64> handshakesFailed = 0;
    std::atomic<quint64> requests = 0;
    std::atomic<quint64> bytesIn = 0;
    std::atomic<quint64> bytesOut = 0;
};

/// What all connections of one network share. Touched on the io thread alone, but for the tally, and the reports, which
/// are called on the service's.
struct Commons {
    Commons(const Configuration &configuration, Reports theReports);

    /// Logs \a what a stranger did wrong; a flood of it is logged as a number.
    void complain(const char *what);
    /// The same for one who is one too many.
    void turnAway(const char *what);

    const Limits limits;
    const std::string largeBodiesAt;
    const Reports reports;
    Tally tally;
    quint64 lastId = 0; ///< requests and sockets count together
    std::unordered_map<quint64, Connection *> waiting; ///< by the request or socket that orders are given for
    std::unordered_set<Connection *> connections;
    Addresses addresses;
    Rate handshakes;
    quint32 largeBodies = 0;
    std::shared_ptr<net::ssl::context> tls; ///< of connections that begin now
    net::io_context io{1};
    Outbox outbox; ///< for the words of \a reports
    net::steady_timer room; ///< cancelled whenever a connection ends

private:
    std::chrono::steady_clock::time_point m_complaintsSince;
    int m_complaints = 0;
};

/// One client, from the first byte to the last. Kept alive by the coroutine serve() and by nothing else.
class Connection final : public std::enable_shared_from_this<Connection>
{
public:
    Connection(tcp::socket socket, Commons &commons, Address &address, QString peer);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    net::awaitable<void> serve();

    void respond(const Response &response);
    void accept(const Terms &terms);
    void send(const Message &message);
    void close();
    void handled();
    /// Drops the connection at once.
    void cut();

private:
    struct Protocols; // the streams, which only connection.cpp needs to know

    net::awaitable<bool> awaitFirstByte();
    [[nodiscard]] bool mayShakeHands();
    net::awaitable<bool> shakeHands();
    net::awaitable<bool> readRequest();
    /// The status that refuses a request of which the header has come; 0: nothing is against it.
    [[nodiscard]] int objection(bool isLarge);
    [[nodiscard]] bool takePlaceForLargeBody();
    void leavePlaceForLargeBody();
    net::awaitable<bool> answerRequest();
    net::awaitable<bool> write(Response response, bool keepAlive);
    net::awaitable<void> sayGoodbye();
    net::awaitable<void> talk();
    net::awaitable<void> readMessages(SocketId id);
    void hand(SocketId id, const QByteArray &message);
    net::awaitable<void> awaitTurn();
    net::awaitable<void> awaitHand();
    void countControlFrame();
    net::awaitable<void> writeMessages(SocketId id, std::shared_ptr<Connection> self);
    void tellSent(SocketId id, size_t bytes);
    void endTalk(quint16 why);

    [[nodiscard]] Request describe() const;
    [[nodiscard]] quint64 enlist();

    Commons &m_commons;
    Address &m_address;
    const QString m_peer;
    tcp::socket m_socket; ///< empty as soon as there are protocols on it
    std::unique_ptr<Protocols> m_protocols;
    quint64 m_id = 0; ///< what orders are awaited for, if any
    bool m_cut = false;

    net::steady_timer m_order; ///< cancelled whenever an awaited order has come
    std::optional<Response> m_response;
    std::optional<Terms> m_terms; ///< when it was accepted
    bool m_hasLargeBody = false;
    const std::shared_ptr<Hand> m_hand = std::make_shared<Hand>();

    net::steady_timer m_outgoing; ///< cancelled whenever there is something new to write
    net::steady_timer m_farewell; ///< runs out when a closing handshake takes too long
    std::deque<Message> m_queue;
    size_t m_queued = 0;
    std::shared_ptr<Progress> m_progress;
    size_t m_untold = 0; ///< bytes of it
    Rate m_messages;
    Rate m_controlFrames;
    bool m_talking = false;
    bool m_closing = false;
    quint16 m_closeReason = 1000;
};

} // namespace knock::web
