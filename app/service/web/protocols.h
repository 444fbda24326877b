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
#include <memory>
#include <string>
#include <utility>

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
///
/// What is written may wait for what follows, up to one record of TLS: each record costs a call of the system, however
/// short it is.
class TlsStream : public beast::ssl_stream<TcpStream>
{
public:
    using ssl_stream::ssl_stream;

    /// Whether the next write is known to be followed by another one, whatever happens.
    void setMoreFollows(bool follows) { m_moreFollows = follows; }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers &buffers, Token &&token)
    {
        using Done = void(boost::system::error_code, size_t);
        return net::async_initiate<Token, Done>(
            [this](auto handler, const auto &given) { writeSome(given, std::move(handler)); }, token, buffers);
    }

    template <typename Handler>
    friend void async_teardown(beast::role_type, TlsStream &stream, Handler &&handler)
    {
        beast::get_lowest_layer(stream).close();
        net::post(stream.get_executor(),
                  beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code()));
    }

private:
    static constexpr size_t record = 16 * 1024; // bytes (RFC 8446, 5.1)

    template <typename Buffers, typename Handler>
    void writeSome(const Buffers &buffers, Handler handler)
    {
        // Once: a ping or a farewell that comes in between must not wait.
        const bool waits = std::exchange(m_moreFollows, false);
        if (!waits && m_held.empty()) {
            ssl_stream::async_write_some(buffers, std::move(handler));
            return;
        }
        const size_t size = net::buffer_size(buffers);
        const size_t before = m_held.size();
        m_held.resize(before + size);
        net::buffer_copy(net::buffer(m_held) + before, buffers);
        if (waits && m_held.size() < record) {
            net::post(get_executor(), beast::bind_front_handler(std::move(handler), boost::system::error_code(), size));
            return;
        }
        const auto held = std::make_shared<const std::string>(std::exchange(m_held, {}));
        net::async_write(static_cast<ssl_stream &>(*this), net::buffer(*held),
                         [held, size, handler = std::move(handler)](boost::system::error_code error, size_t) mutable {
                             std::move(handler)(error, error ? 0 : size);
                         });
    }

    bool m_moreFollows = false;
    std::string m_held;
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
