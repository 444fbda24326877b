// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/network.h"

#include "app/core/logging.h"
#include "app/service/web/connection.h"
#include "app/service/web/tls.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <QString>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace knock::web {

namespace {

constexpr auto quietly = net::as_tuple(net::use_awaitable);
constexpr auto complaintsWindow = 10s;
constexpr int complaintsAtOnce = 20;

/// A household or a phone owns a whole /64 of IPv6, so that is what counts as one address there.
std::string countedAddress(const net::ip::address &address)
{
    if (address.is_v4())
        return address.to_string();
    const net::ip::address_v6 v6 = address.to_v6();
    if (v6.is_v4_mapped())
        return net::ip::make_address_v4(net::ip::v4_mapped, v6).to_string();
    const auto bytes = v6.to_bytes();
    return std::string(bytes.begin(), bytes.begin() + 8);
}

/// A program started by this one would else hold the port, and callers' connections, for as long as it runs.
void keepFromChildren(int handle) { ::fcntl(handle, F_SETFD, FD_CLOEXEC); }

} // namespace

Commons::Commons(const Configuration &configuration, Reports theReports)
    : limits(configuration.limits)
    , largeBodiesAt(configuration.largeBodiesAt.toStdString())
    , reports(std::move(theReports))
    , outbox(io, reports.deliver)
    , room(io)
{
}

Counters Tally::now() const
{
    return {connections, sockets, accepted, refused, handshakesFailed, requests, bytesIn, bytesOut};
}

void Commons::turnAway(const char *what)
{
    ++tally.refused;
    complain(what);
}

void Commons::complain(const char *what)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_complaintsSince > complaintsWindow) {
        if (m_complaints > complaintsAtOnce)
            qCWarning(lcWeb) << "Cut off" << m_complaints - complaintsAtOnce
                             << "more connections without a line for each.";
        m_complaintsSince = now;
        m_complaints = 0;
    }
    if (++m_complaints <= complaintsAtOnce)
        qCWarning(lcWeb) << "Cut off a connection:" << what;
}

struct Network::Private {
    Private(const Configuration &theConfiguration, Reports reports)
        : configuration(theConfiguration)
        , commons(configuration, std::move(reports))
        , acceptor(commons.io)
    {
    }

    Result<> loadTls();
    Result<> listen();
    void stopListening();
    net::awaitable<void> acceptAll();
    void admit(tcp::socket socket);

    /// Gives \a order to the connection that waits for it; \a missed is done when it is gone.
    template <typename Order, typename Missed>
    void order(quint64 id, Order order, Missed missed)
    {
        net::post(commons.io, [this, id, order = std::move(order), missed = std::move(missed)] {
            const auto found = commons.waiting.find(id);
            if (found != commons.waiting.end())
                order(*found->second);
            else
                missed();
        });
    }
    template <typename Order>
    void order(quint64 id, Order order)
    {
        this->order(id, std::move(order), [] { });
    }

    const Configuration configuration;
    Commons commons;
    tcp::acceptor acceptor;
    quint16 port = 0;
    std::thread thread;
};

Result<> Network::Private::loadTls()
{
    auto made = makeTls(configuration);
    if (!made)
        return std::unexpected(made.error());
    // Connections that there are hold on to the TLS they began with.
    net::post(commons.io, [this, tls = std::make_shared<net::ssl::context>(made->release())] { commons.tls = tls; });
    return {};
}

Result<> Network::Private::listen()
{
    boost::system::error_code error;
    const bool everywhere = configuration.address == QHostAddress(QHostAddress::Any);
    net::ip::address address = net::ip::address_v6::any();
    if (!everywhere)
        address = net::ip::make_address(configuration.address.toString().toStdString(), error);
    if (!error)
        acceptor.open(tcp::endpoint(address, 0).protocol(), error);
    if (!error)
        keepFromChildren(acceptor.native_handle());
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && everywhere)
        acceptor.set_option(net::ip::v6_only(false), error);
    if (!error)
        acceptor.bind({address, configuration.port}, error);
    if (!error)
        acceptor.listen(1024, error);
    if (!error)
        port = acceptor.local_endpoint(error).port();
    if (error)
        return failure(Error::Kind::Unreachable, u"Cannot listen: "_s + QString::fromStdString(error.message()));
    return {};
}

void Network::Private::stopListening()
{
    boost::system::error_code ignored;
    acceptor.close(ignored);
    commons.room.cancel();
}

net::awaitable<void> Network::Private::acceptAll()
{
    while (acceptor.is_open()) {
        if (commons.connections.size() >= commons.limits.total) {
            commons.room.expires_at(std::chrono::steady_clock::time_point::max());
            co_await commons.room.async_wait(quietly);
            continue;
        }
        auto [error, socket] = co_await acceptor.async_accept(quietly);
        if (!error) {
            admit(std::move(socket));
        } else if (acceptor.is_open()) {
            // Out of file descriptors, most likely: others have to end first.
            commons.complain("none can be accepted now");
            commons.room.expires_after(100ms);
            co_await commons.room.async_wait(quietly);
        }
    }
}

void Network::Private::admit(tcp::socket socket)
{
    keepFromChildren(socket.native_handle());
    boost::system::error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error)
        return;
    Address &address = commons.addresses.at(countedAddress(peer.address()), std::chrono::steady_clock::now());
    if (address.connections >= commons.limits.perAddress) {
        commons.turnAway("too many from one address");
        return;
    }
    ++commons.tally.accepted;
    socket.set_option(tcp::no_delay(true), error); // else small answers wait for the acknowledgement of earlier ones
    const auto connection = std::make_shared<Connection>(std::move(socket), commons, address,
                                                         QString::fromStdString(peer.address().to_string()));
    net::co_spawn(commons.io, [connection]() -> net::awaitable<void> { co_await connection->serve(); }, net::detached);
}

Network::Network(const Configuration &configuration, Reports reports)
    : m(std::make_unique<Private>(configuration, std::move(reports)))
{
}

Network::~Network()
{
    net::post(m->commons.io, [this] {
        m->stopListening();
        m->commons.outbox.end();
        for (Connection *connection : m->commons.connections)
            connection->cut();
    });
    if (m->thread.joinable())
        m->thread.join(); // the io thread runs until the last connection is gone
}

Result<> Network::start()
{
    if (const auto loaded = m->loadTls(); !loaded)
        return loaded;
    if (const auto listening = m->listen(); !listening)
        return listening;
    net::co_spawn(m->commons.io, m->acceptAll(), net::detached);
    m->thread = std::thread([this] { m->commons.io.run(); });
    return {};
}

quint16 Network::port() const { return m->port; }

Counters Network::counters() const { return m->commons.tally.now(); }

Result<> Network::reloadCertificate() { return m->loadTls(); }

void Network::drain()
{
    net::post(m->commons.io, [this] { m->stopListening(); });
}

void Network::respond(RequestId request, const Response &response)
{
    m->order(request.value, [response](Connection &connection) { connection.respond(response); });
}

void Network::accept(SocketId socket, const Terms &terms)
{
    // A connection that is gone by now was never reported as closed, for nobody had let it in.
    m->order(
        socket.value, [terms](Connection &connection) { connection.accept(terms); },
        [this, socket] { m->commons.outbox.say([this, socket] { m->commons.reports.closed(socket); }); });
}

void Network::refuse(SocketId socket, int status)
{
    m->order(socket.value, [status](Connection &connection) { connection.respond({status, {}, {}, {}}); });
}

void Network::send(SocketId socket, const Message &message)
{
    m->order(socket.value, [message](Connection &connection) { connection.send(message); });
}

void Network::send(SocketId socket, const QList<QByteArray> &texts)
{
    m->order(socket.value, [texts](Connection &connection) {
        for (const QByteArray &text : texts)
            connection.send({text, true});
    });
}

void Network::close(SocketId socket)
{
    m->order(socket.value, [](Connection &connection) { connection.close(); });
}

void Network::handled(SocketId socket)
{
    m->order(socket.value, [](Connection &connection) { connection.handled(); });
}

} // namespace knock::web
