// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fanout/client.h"

namespace knock::bench {

net::ssl::context clientTls()
{
    net::ssl::context tls(net::ssl::context::tlsv13_client);
    SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    return tls;
}

Client::Client(net::io_context &io, net::ssl::context &tls, const net::ip::address_v4 &address)
    : m_address(address)
    , m_stream(io, tls)
{
}

net::awaitable<void> Client::connect(uint16_t port, std::string target, bool isBrowser)
{
    auto &socket = beast::get_lowest_layer(m_stream).socket();
    socket.open(tcp::v4());
    socket.bind({m_address, 0});
    co_await socket.async_connect({net::ip::address_v4::loopback(), port}, net::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    co_await m_stream.next_layer().async_handshake(net::ssl::stream_base::client, net::use_awaitable);
    const std::string host = "127.0.0.1:" + std::to_string(port);
    if (isBrowser) {
        m_stream.set_option(
            websocket::stream_base::decorator([origin = "https://" + host](websocket::request_type &request) {
                request.set(beast::http::field::origin, origin);
            }));
    }
    m_stream.text(true);
    m_stream.auto_fragment(false);
    co_await m_stream.async_handshake(host, target, net::use_awaitable);
}

net::awaitable<void> Client::say(std::string text)
{
    co_await m_stream.async_write(net::buffer(text), net::use_awaitable);
}

net::awaitable<std::string_view> Client::hear()
{
    m_buffer.clear();
    co_await m_stream.async_read(m_buffer, net::use_awaitable);
    const auto bytes = m_buffer.cdata();
    co_return std::string_view(static_cast<const char *>(bytes.data()), bytes.size());
}

} // namespace knock::bench
