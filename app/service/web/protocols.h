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

/// What the parts of Connection need of the network library, and nobody else.
namespace knock::web {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr auto quietly = net::as_tuple(net::use_awaitable);
constexpr auto goodbye = std::chrono::seconds(1);

inline QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

/// TLS that ends with the WebSocket on it: the close frames have said all, so nobody waits for more.
class TlsStream : public beast::ssl_stream<beast::tcp_stream>
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
    Protocols(tcp::socket socket, net::ssl::context &tls)
        : stream(beast::tcp_stream(std::move(socket)), tls)
    {
    }

    auto &tls() { return stream.next_layer(); }
    auto &bottom() { return beast::get_lowest_layer(stream); }

    websocket::stream<TlsStream> stream;
    beast::flat_buffer buffer;
    http::request<http::string_body> request;
};

} // namespace knock::web
