// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <limits>

/// What the parts of Connection need of the network library, and nobody else.
namespace knock::web {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr auto quietly = net::as_tuple(net::use_awaitable);
constexpr auto goodbye = std::chrono::seconds(1);

inline QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

/// Counts what goes through TCP and holds nothing back (a RatePolicy of Beast).
class Counting final
{
public:
    explicit Counting(Tally &tally)
        : m_tally(&tally)
    {
    }

private:
    friend beast::rate_policy_access;

    static constexpr size_t all = std::numeric_limits<size_t>::max();
    size_t available_read_bytes() const noexcept { return all; }
    size_t available_write_bytes() const noexcept { return all; }
    void transfer_read_bytes(size_t bytes) noexcept { m_tally->bytesIn += bytes; }
    void transfer_write_bytes(size_t bytes) noexcept { m_tally->bytesOut += bytes; }
    void on_timer() const noexcept { }

    Tally *m_tally;
};

using TcpStream = beast::basic_stream<tcp, net::any_io_executor, Counting>;

/// TLS that ends with the WebSocket on it: the close frames have said all, so nobody waits for more.
class TlsStream : public beast::ssl_stream<TcpStream>
{
public:
    using ssl_stream::ssl_stream;

    template <typename Handler>
    friend void async_teardown(beast::role_type, TlsStream &stream, Handler &&handler)
    {
        beast::get_lowest_layer(stream).close();
        net::post(stream.get_executor(),
                  beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code()));
    }
};

struct Connection::Protocols {
    Protocols(tcp::socket socket, Commons &commons)
        : stream(TcpStream(Counting(commons.tally), std::move(socket)), *commons.tls)
    {
    }

    auto &tls() { return stream.next_layer(); }
    auto &bottom() { return beast::get_lowest_layer(stream); }

    websocket::stream<TlsStream> stream;
    beast::flat_buffer buffer;
    http::request<http::string_body> request;
};

} // namespace knock::web
