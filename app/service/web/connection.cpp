// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/protocols.h"
#include "app/service/web/tls.h"

#include <algorithm>
#include <tuple>

namespace knock::web {

namespace {

std::string_view view(const QByteArray &text) { return {text.constData(), static_cast<size_t>(text.size())}; }

/// RFC 9110, 12.5.3.
bool acceptsGzip(const http::request<http::string_body> &request)
{
    for (const auto &[coding, parameters] : http::ext_list(request[http::field::accept_encoding])) {
        if (beast::iequals(coding, "gzip"))
            return std::none_of(parameters.begin(), parameters.end(), [](const auto &parameter) {
                return beast::iequals(parameter.first, "q") && bytes(parameter.second).toDouble() == 0;
            });
    }
    return false;
}

bool takesLargeBodies(const http::request<http::string_body> &request, const std::string &at)
{
    return !at.empty() && request.method() == http::verb::post && request.target().starts_with(at);
}

/// True for bytes that are no HTTP, or too many; a client that merely went away did nothing wrong.
bool isMalformed(const boost::system::error_code &error)
{
    return error.category() == http::make_error_code(http::error::end_of_stream).category()
        && error != http::error::end_of_stream && error != http::error::partial_message;
}

} // namespace

Connection::Connection(tcp::socket socket, Commons &commons, Address &address, QString peer)
    : m_commons(commons)
    , m_address(address)
    , m_peer(std::move(peer))
    , m_socket(std::move(socket))
    , m_order(commons.io)
    , m_outgoing(commons.io)
    , m_farewell(commons.io)
{
    m_commons.connections.insert(this);
    ++m_commons.tally.connections;
    ++m_address.connections;
}

Connection::~Connection()
{
    leavePlaceForLargeBody();
    m_commons.waiting.erase(m_id);
    m_commons.connections.erase(this);
    --m_commons.tally.connections;
    --m_address.connections;
    m_commons.room.cancel();
}

net::awaitable<void> Connection::serve()
{
    const auto self = shared_from_this();
    if (!co_await awaitFirstByte() || !mayShakeHands() || !co_await shakeHands())
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
    co_return !error && !m_cut;
}

bool Connection::mayShakeHands()
{
    const auto now = std::chrono::steady_clock::now();
    const bool isLate = m_address.handshakes.count(m_commons.limits.handshakesPerAddress, now).count() > 0
        || m_commons.handshakes.count(m_commons.limits.handshakes, now).count() > 0;
    if (isLate)
        m_commons.turnAway("too many begin at once");
    return !isLate;
}

net::awaitable<bool> Connection::shakeHands()
{
    m_protocols = std::make_unique<Protocols>(std::move(m_socket), m_commons);
    m_protocols->bottom().expires_after(m_commons.limits.request);
    auto [error] = co_await m_protocols->tls().async_handshake(net::ssl::stream_base::server, quietly);
    if (error)
        ++m_commons.tally.handshakesFailed;
    if (error.category() == net::error::get_ssl_category())
        m_commons.complain("no TLS, or none that both sides know");
    co_return !error && !m_cut;
}

net::awaitable<bool> Connection::readRequest()
{
    http::request_parser<http::string_body> parser;
    parser.header_limit(m_commons.limits.header);
    // A body is measured by what its header announces before a byte of it is stored.
    parser.body_limit(std::max(m_commons.limits.body, m_commons.limits.largeBody));
    m_protocols->buffer.max_size(size_t{m_commons.limits.header} + m_commons.limits.body);
    m_protocols->bottom().expires_after(m_commons.limits.request);
    auto [error, size] = co_await http::async_read_header(m_protocols->tls(), m_protocols->buffer, parser, quietly);
    const bool isLarge = !error && parser.content_length().value_or(0) > m_commons.limits.body;
    if (isLarge && !takesLargeBodies(parser.get(), m_commons.largeBodiesAt))
        error = http::error::body_limit;
    const int refusal = error ? 0 : objection(isLarge);
    if (refusal != 0) {
        ++m_commons.tally.refused;
        m_protocols->request = parser.release();
        if (co_await write({refusal, {}, {{"Retry-After", "1"}}, {}}, false))
            co_await sayGoodbye();
        co_return false;
    }
    if (!error) {
        if (!isLarge)
            parser.body_limit(m_commons.limits.body);
        std::tie(error, size) = co_await http::async_read(m_protocols->tls(), m_protocols->buffer, parser, quietly);
    }
    if (isMalformed(error))
        m_commons.complain("no HTTP, or too much of it");
    if (error || m_cut)
        co_return false;
    m_protocols->request = parser.release();
    co_return true;
}

int Connection::objection(bool isLarge)
{
    ++m_commons.tally.requests;
    const auto wait = m_address.requests.count(m_commons.limits.requestsPerAddress, std::chrono::steady_clock::now());
    if (wait.count() > 0)
        return 429; // RFC 6585, 4
    return isLarge && !takePlaceForLargeBody() ? 503 : 0;
}

bool Connection::takePlaceForLargeBody()
{
    m_hasLargeBody = m_commons.largeBodies < m_commons.limits.largeBodies
        && m_address.largeBodies < m_commons.limits.largeBodiesPerAddress;
    if (m_hasLargeBody) {
        ++m_commons.largeBodies;
        ++m_address.largeBodies;
    }
    return m_hasLargeBody;
}

void Connection::leavePlaceForLargeBody()
{
    if (!std::exchange(m_hasLargeBody, false))
        return;
    --m_commons.largeBodies;
    --m_address.largeBodies;
}

net::awaitable<bool> Connection::answerRequest()
{
    m_id = enlist();
    m_response.reset();
    m_commons.outbox.say(
        [&reports = m_commons.reports, id = m_id, request = describe()] { reports.requested({id}, request); });
    std::string().swap(m_protocols->request.body()); // an answer that takes its time holds nothing back
    m_order.expires_after(m_commons.limits.request);
    co_await m_order.async_wait(quietly);
    m_commons.waiting.erase(m_id);
    leavePlaceForLargeBody();
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
    // It would have to be that of the answer which the client has already (RFC 9110, 8.6).
    if (message.result() != http::status::not_modified)
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

void Connection::respond(const Response &response)
{
    m_response = response;
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
    return {.method = bytes(request.method_string()),
            .target = bytes(request.target()),
            .origin = bytes(request[http::field::origin]),
            .host = bytes(request[http::field::host]),
            .body = bytes(request.body()),
            .peer = m_peer,
            .userAgent = bytes(request[http::field::user_agent]),
            .languages = bytes(request[http::field::accept_language]),
            .acceptsGzip = acceptsGzip(request),
            .authorization = bytes(request[http::field::authorization]),
            .ifNoneMatch = bytes(request[http::field::if_none_match]),
            .clientName = clientName(m_protocols->tls().native_handle())};
}

quint64 Connection::enlist()
{
    const quint64 id = ++m_commons.lastId;
    m_commons.waiting[id] = this;
    return id;
}

} // namespace knock::web
