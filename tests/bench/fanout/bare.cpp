// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/journal/bare.h"
#include "app/service/web/certificate.h"
#include "app/service/web/tls.h"
#include "tests/bench/fanout/roles.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <cstdio>
#include <deque>
#include <memory>
#include <QDir>
#include <set>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace knock::bench {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;

class Session;

/// What a caller sends goes to every desk.
class Forwarder
{
public:
    Forwarder(const QString &folder, size_t bytes, bool keeps);

    void run();
    void take(const Session &from, std::string_view text);

    net::ssl::context tls{net::ssl::context::tls_server};
    std::set<Session *> desks;
    quint64 lastSession = 0;

private:
    net::awaitable<void> accept();
    net::awaitable<void> obey();
    void pass(const std::shared_ptr<const std::string> &message);

    const size_t m_bytes;
    quint64 m_sequence = 0;
    net::io_context m_io{1};
    tcp::acceptor m_acceptor{m_io, {net::ip::address_v4::loopback(), 0}};
    std::unique_ptr<Bare> m_kept;
};

class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(tcp::socket socket, Forwarder &forwarder)
        : id(++forwarder.lastSession)
        , m_forwarder(forwarder)
        , m_stream(std::move(socket), forwarder.tls)
    {
    }
    ~Session() { m_forwarder.desks.erase(this); }
    Q_DISABLE_COPY_MOVE(Session)

    net::awaitable<void> serve()
    {
        const auto self = shared_from_this();
        try {
            co_await talk();
        } catch (const boost::system::system_error &) { // it went away
        }
    }

    void send(std::shared_ptr<const std::string> message)
    {
        m_queue.push_back(std::move(message));
        if (m_queue.size() == 1)
            write();
    }

    const quint64 id;

private:
    net::awaitable<void> talk()
    {
        co_await m_stream.next_layer().async_handshake(net::ssl::stream_base::server, net::use_awaitable);
        beast::flat_buffer buffer;
        beast::http::request<beast::http::empty_body> request;
        co_await beast::http::async_read(m_stream.next_layer(), buffer, request, net::use_awaitable);
        m_stream.set_option({std::chrono::seconds(10), std::chrono::seconds(60), true});
        m_stream.auto_fragment(false);
        m_stream.text(true);
        co_await m_stream.async_accept(request, net::use_awaitable);
        if (request.target() == "/desk") {
            m_forwarder.desks.insert(this);
            send(std::make_shared<const std::string>(R"({"type":"caughtUp"})"));
        }
        while (true) {
            buffer.clear();
            co_await m_stream.async_read(buffer, net::use_awaitable);
            const std::string_view text(static_cast<const char *>(buffer.cdata().data()), buffer.size());
            if (text.starts_with(R"({"kind":"open")"))
                send(std::make_shared<const std::string>(
                    R"({"face":"plain","kind":"chat","link":"live","messages":[],"relays":[]})"));
            if (text.starts_with(R"({"kind")"))
                m_forwarder.take(*this, text);
        }
    }

    void write()
    {
        m_stream.async_write(net::buffer(*m_queue.front()),
                             [self = shared_from_this()](const boost::system::error_code &error, size_t) {
                                 self->m_queue.pop_front();
                                 if (!error && !self->m_queue.empty())
                                     self->write();
                             });
    }

    Forwarder &m_forwarder;
    websocket::stream<beast::ssl_stream<beast::tcp_stream>> m_stream;
    std::deque<std::shared_ptr<const std::string>> m_queue;
};

Forwarder::Forwarder(const QString &folder, size_t bytes, bool keeps)
    : m_bytes(bytes)
{
    web::Configuration files;
    files.certificateFile = QDir(folder).filePath(u"certificate.pem"_s);
    files.keyFile = QDir(folder).filePath(u"key.pem"_s);
    const auto certified = web::ensureCertificate(files.certificateFile, files.keyFile, {}, WallClock());
    auto made = web::makeTls(files);
    if (!certified || !made)
        qFatal("There is no certificate.");
    tls = net::ssl::context(made->release());
    if (keeps)
        m_kept = std::make_unique<Bare>(QDir(folder).filePath(u"bare.db"_s));
}

void Forwarder::run()
{
    net::co_spawn(m_io, accept(), net::detached);
    net::co_spawn(m_io, obey(), net::detached);
    const int port = m_acceptor.local_endpoint().port();
    std::printf("ready %d %d 0\n", port, port);
    std::fflush(stdout);
    m_io.run();
}

net::awaitable<void> Forwarder::accept()
{
    while (true) {
        tcp::socket socket = co_await m_acceptor.async_accept(net::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        const auto session = std::make_shared<Session>(std::move(socket), *this);
        net::co_spawn(m_io, session->serve(), net::detached);
    }
}

/// Every token is good.
net::awaitable<void> Forwarder::obey()
{
    net::posix::stream_descriptor in(m_io, STDIN_FILENO);
    std::string line;
    try {
        while (true) {
            const size_t size = co_await net::async_read_until(in, net::dynamic_buffer(line), '\n', net::use_awaitable);
            for (int left = std::stoi(line.substr(line.find(' '))); left > 0; --left)
                std::puts("AAAAAAAAAAAAAAAAAAAAAA");
            std::fflush(stdout);
            line.erase(0, size);
        }
    } catch (const boost::system::system_error &) {
        m_io.stop();
    }
}

void Forwarder::take(const Session &from, std::string_view text)
{
    const std::string caller = std::to_string(from.id);
    auto body = std::make_shared<std::string>();
    body->reserve(m_bytes);
    if (text.starts_with(R"({"kind":"open")"))
        *body += R"({"event":{"type":"pageOpened","incident":)" + caller;
    else
        (*body += R"({"event":{"type":"callerLocated","incident":)" + caller + R"(,"fix":)") += text;
    *body += R"(},"type":"told","sequence":)" + std::to_string(++m_sequence) + '}';
    if (body->size() < m_bytes)
        body->append(m_bytes - body->size(), ' ');
    if (!m_kept) {
        pass(body);
        return;
    }
    store::Record record{0, IncidentId{from.id}, QDateTime::currentDateTimeUtc(), u"callerLocated"_s,
                         QByteArray::fromStdString(*body)};
    m_kept->append(std::move(record), [this, body] { net::post(m_io, [this, body] { pass(body); }); });
}

void Forwarder::pass(const std::shared_ptr<const std::string> &message)
{
    for (Session *desk : desks)
        desk->send(message);
}

} // namespace

int runBare(const QString &folder, size_t bytes, bool keeps)
{
    raiseFileLimit();
    Forwarder(folder, bytes, keeps).run();
    return 0;
}

} // namespace knock::bench
