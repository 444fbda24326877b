// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <string>

namespace knock::bench {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;

/// One WebSocket over TLS 1.3 of somebody who plays a browser or a desk. Errors are exceptions.
class Client
{
public:
    /// Comes from \a address, one of this computer's own.
    Client(net::io_context &io, net::ssl::context &tls, const net::ip::address_v4 &address);

    net::awaitable<void> connect(uint16_t port, std::string target, bool isBrowser);
    net::awaitable<void> say(std::string text);
    /// The next message, until the next call.
    net::awaitable<std::string_view> hear();

    [[nodiscard]] auto &stream() { return m_stream; }

private:
    const net::ip::address_v4 m_address;
    websocket::stream<beast::ssl_stream<beast::tcp_stream>> m_stream;
    beast::flat_buffer m_buffer;
};

/// Trusts whoever answers.
[[nodiscard]] net::ssl::context clientTls();

} // namespace knock::bench
