// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/connection.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

namespace knock::web {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

namespace {

constexpr auto quietly = net::as_tuple(net::use_awaitable);
constexpr auto goodbye = std::chrono::seconds(1);
constexpr auto forever = std::chrono::steady_clock::time_point::max();

QByteArray bytes(std::string_view text) { return QByteArray(text.data(), static_cast<qsizetype>(text.size())); }

std::string_view view(const QByteArray &text) { return {text.constData(), static_cast<size_t>(text.size())}; }

/// True for bytes that are no HTTP, or too many; a client that merely went away did nothing wrong.
bool isMalformed(const boost::system::error_code &error)
{
    return error.category() == http::make_error_code(http::error::end_of_stream).category()
        && error != http::error::end_of_stream && error != http::error::partial_message;
}

} // namespace

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

Connection::Connection(tcp::socket socket, Commons &commons, std::string address, QString peer)
    : m_commons(commons)
    , m_address(std::move(address))
    , m_peer(std::move(peer))
    , m_socket(std::move(socket))
    , m_order(commons.io)
    , m_outgoing(commons.io)
    , m_farewell(commons.io)
{
    m_commons.connections.insert(this);
    ++m_commons.perAddress[m_address];
}

Connection::~Connection()
{
    m_commons.waiting.erase(m_id);
    m_commons.connections.erase(this);
    if (--m_commons.perAddress[m_address] == 0)
        m_commons.perAddress.erase(m_address);
    m_commons.room.cancel();
}

net::awaitable<void> Connection::serve()
{
    const auto self = shared_from_this();
    if (!co_await awaitFirstByte() || !co_await shakeHands())
        co_return;
    while (co_await readRequest()) {
        if (websocket::is_upgrade(m_protocols->request)) {
            co_await talk();
            co_return;
        }
        if (!co_await answerRequest())
            co_return;
    }
}

net::awaitable<bool> Connection::awaitFirstByte()
{
    // A silent client costs this coroutine and a timer; the buffers of TLS come with its first byte.
    m_farewell.expires_after(m_commons.limits.firstByte);
    m_farewell.async_wait([weak = weak_from_this()](const boost::system::error_code &cancelled) {
        if (const auto self = weak.lock(); self && !cancelled && !self->m_protocols)
            self->cut();
    });
    auto [error] = co_await m_socket.async_wait(tcp::socket::wait_read, quietly);
    m_farewell.cancel();
    if (error || m_cut)
        co_return false;
    m_protocols = std::make_unique<Protocols>(std::move(m_socket), m_commons.tls);
    co_return true;
}

net::awaitable<bool> Connection::shakeHands()
{
    m_protocols->bottom().expires_after(m_commons.limits.request);
    auto [error] = co_await m_protocols->tls().async_handshake(net::ssl::stream_base::server, quietly);
    if (error.category() == net::error::get_ssl_category())
        m_commons.complain("no TLS, or none that both sides know");
    co_return !error && !m_cut;
}

net::awaitable<bool> Connection::readRequest()
{
    http::request_parser<http::string_body> parser;
    parser.header_limit(m_commons.limits.header);
    parser.body_limit(m_commons.limits.body);
    m_protocols->buffer.max_size(size_t{m_commons.limits.header} + m_commons.limits.body);
    m_protocols->bottom().expires_after(m_commons.limits.request);
    auto [error, size] = co_await http::async_read(m_protocols->tls(), m_protocols->buffer, parser, quietly);
    if (isMalformed(error))
        m_commons.complain("no HTTP, or too much of it");
    if (error || m_cut)
        co_return false;
    m_protocols->request = parser.release();
    co_return true;
}

net::awaitable<bool> Connection::answerRequest()
{
    m_id = enlist();
    m_response.reset();
    m_commons.reports.requested({m_id}, describe());
    m_order.expires_after(m_commons.limits.request);
    co_await m_order.async_wait(quietly);
    m_commons.waiting.erase(m_id);
    if (m_cut)
        co_return false;

    const bool keepAlive = m_response && m_protocols->request.keep_alive();
    const bool written = co_await write(m_response.value_or(Response{503, {}, {}, {}}), keepAlive);
    if (written && !keepAlive)
        co_await sayGoodbye();
    co_return written &&keepAlive;
}

net::awaitable<bool> Connection::write(Response response, bool keepAlive)
{
    const auto &request = m_protocols->request;
    http::response<http::string_body> message;
    message.version(request.version());
    message.result(static_cast<unsigned>(response.status));
    for (const auto &[name, value] : std::as_const(response.headers))
        message.set(std::string_view(view(name)), view(value));
    if (!response.contentType.isEmpty())
        message.set(http::field::content_type, view(response.contentType));
    message.keep_alive(keepAlive);
    message.content_length(static_cast<size_t>(response.body.size()));
    if (request.method() != http::verb::head)
        message.body() = view(response.body);

    m_protocols->bottom().expires_after(m_commons.limits.request);
    auto [error, size] = co_await http::async_write(m_protocols->tls(), message, quietly);
    co_return !error && !m_cut;
}

net::awaitable<void> Connection::sayGoodbye()
{
    m_protocols->bottom().expires_after(std::min<std::chrono::milliseconds>(goodbye, m_commons.limits.request));
    co_await m_protocols->tls().async_shutdown(quietly);
}

net::awaitable<void> Connection::talk()
{
    if (m_protocols->buffer.size() > 0) {
        m_commons.complain("frames before the WebSocket was accepted");
        co_return;
    }
    m_id = enlist();
    m_response.reset();
    const SocketId id{m_id};
    m_commons.reports.socketWanted(id, describe());
    m_order.expires_after(m_commons.limits.request);
    co_await m_order.async_wait(quietly);
    if (!m_accepted) {
        m_commons.waiting.erase(m_id);
        if (!m_cut && co_await write(m_response.value_or(Response{503, {}, {}, {}}), false))
            co_await sayGoodbye();
        co_return;
    }

    auto &stream = m_protocols->stream;
    m_protocols->bottom().expires_never(); // the WebSocket keeps its own time
    stream.set_option(websocket::stream_base::timeout{m_commons.limits.request, m_commons.limits.idle, true});
    stream.read_message_max(m_commons.limits.message);
    stream.auto_fragment(false);
    stream.text(true);
    auto [error] = co_await stream.async_accept(m_protocols->request, quietly);
    if (!error && !m_cut) {
        m_talking = true;
        net::co_spawn(m_commons.io, writeTexts(shared_from_this()), net::detached);
        co_await readTexts(id);
        m_talking = false;
        m_outgoing.cancel();
    }
    m_commons.waiting.erase(m_id);
    m_commons.reports.closed(id);
}

net::awaitable<void> Connection::readTexts(SocketId id)
{
    auto &[stream, buffer, request] = *m_protocols;
    while (!m_cut) {
        auto [error, size] = co_await stream.async_read(buffer, quietly);
        if (error == websocket::condition::protocol_violation)
            m_commons.complain("no WebSocket frames, or no valid text in them");
        else if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
            m_commons.complain("too long a message");
        if (error)
            co_return;
        if (!m_closing && !stream.got_text()) {
            m_commons.complain("a message that is not text");
            endTalk(websocket::close_code::unknown_data);
        }
        if (!m_closing) {
            // One message at a time: however fast a client writes, it can fill no queue of ours.
            m_handled = false;
            m_commons.reports.textReceived(id, bytes(beast::buffers_to_string(buffer.cdata())));
            while (!m_handled && !m_cut) {
                m_order.expires_at(forever);
                co_await m_order.async_wait(quietly);
            }
        }
        buffer.clear();
    }
}

net::awaitable<void> Connection::writeTexts(std::shared_ptr<Connection> self)
{
    auto &stream = self->m_protocols->stream;
    while (m_talking && !m_cut) {
        if (!m_queue.empty()) {
            const QByteArray text = std::move(m_queue.front());
            m_queue.pop_front();
            auto [error, size]
                = co_await stream.async_write(net::buffer(text.constData(), size_t(text.size())), quietly);
            m_queued -= static_cast<size_t>(text.size());
            if (error)
                cut();
        } else if (m_closing) {
            co_await stream.async_close(static_cast<websocket::close_code>(m_closeReason), quietly);
            co_return;
        } else {
            m_outgoing.expires_at(forever);
            co_await m_outgoing.async_wait(quietly);
        }
    }
}

void Connection::endTalk(quint16 why)
{
    m_closing = true;
    m_closeReason = why;
    m_outgoing.cancel();
    // A client that neither reads nor says goodbye is not waited for; one that broke the rules hardly so.
    const auto patience = why == websocket::close_code::normal ? m_commons.limits.request : goodbye;
    m_farewell.expires_after(std::min<std::chrono::milliseconds>(patience, m_commons.limits.request));
    m_farewell.async_wait([weak = weak_from_this()](const boost::system::error_code &cancelled) {
        if (const auto self = weak.lock(); self && !cancelled)
            self->cut();
    });
}

void Connection::respond(const Response &response)
{
    m_response = response;
    m_order.cancel();
}

void Connection::accept()
{
    m_accepted = true;
    m_order.cancel();
}

void Connection::send(const QByteArray &text)
{
    if (m_closing || m_cut)
        return;
    m_queued += static_cast<size_t>(text.size());
    if (m_queued > m_commons.limits.queue) {
        m_commons.complain("it does not read what it is sent");
        cut();
        return;
    }
    m_queue.push_back(text);
    m_outgoing.cancel();
}

void Connection::close()
{
    if (!m_closing)
        endTalk(websocket::close_code::normal);
}

void Connection::handled()
{
    m_handled = true;
    m_order.cancel();
}

void Connection::cut()
{
    m_cut = true;
    m_order.cancel();
    m_outgoing.cancel();
    boost::system::error_code ignored;
    m_socket.close(ignored);
    if (m_protocols)
        m_protocols->bottom().close();
}

Request Connection::describe() const
{
    const auto &request = m_protocols->request;
    return {bytes(request.method_string()),    bytes(request.target()), bytes(request[http::field::origin]),
            bytes(request[http::field::host]), bytes(request.body()),   m_peer};
}

quint64 Connection::enlist()
{
    const quint64 id = ++m_commons.lastId;
    m_commons.waiting[id] = this;
    return id;
}

} // namespace knock::web
