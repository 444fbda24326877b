// SPDX-License-Identifier: Apache-2.0
#include "tests/service/web/attacker.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace knock::test {

namespace {

using Time = std::chrono::steady_clock;

/// Of the sanest client: what is tested is the other side.
SSL_CTX *clientTls()
{
    static SSL_CTX *const tls = SSL_CTX_new(TLS_client_method());
    return tls;
}

void wait(int handle, int option, std::chrono::milliseconds time)
{
    const timeval value{time.count() / 1000, (time.count() % 1000) * 1000};
    ::setsockopt(handle, SOL_SOCKET, option, &value, sizeof value);
}

} // namespace

Attacker::Attacker(quint16 port, const char *from)
    : m_handle(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in here{};
    here.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &here.sin_addr);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(m_handle, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    wait(m_handle, SO_SNDTIMEO, std::chrono::seconds(5)); // a crowd may have to knock twice
    wait(m_handle, SO_RCVTIMEO, std::chrono::seconds(5));
    if (::bind(m_handle, reinterpret_cast<const sockaddr *>(&here), sizeof here) != 0
        || ::connect(m_handle, reinterpret_cast<const sockaddr *>(&there), sizeof there) != 0)
        ::close(std::exchange(m_handle, -1));
}

Attacker::Attacker(Attacker &&other) noexcept
    : m_handle(std::exchange(other.m_handle, -1))
    , m_tls(std::move(other.m_tls))
{
}

Attacker::~Attacker()
{
    if (m_handle >= 0)
        ::close(m_handle);
}

bool Attacker::shakeHands()
{
    m_tls.reset(SSL_new(clientTls()));
    SSL_set_fd(m_tls.get(), m_handle);
    return SSL_connect(m_tls.get()) == 1;
}

bool Attacker::upgrade()
{
    return shakeHands()
        && say("GET /talk HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        && hear().startsWith("HTTP/1.1 101");
}

quint64 Attacker::pour(const QByteArray &piece, quint64 total)
{
    quint64 taken = 0;
    while (taken < total) {
        const int size = static_cast<int>(piece.size());
        const auto written = m_tls ? SSL_write(m_tls.get(), piece.constData(), size)
                                   : static_cast<int>(::send(m_handle, piece.constData(), size_t(size), MSG_NOSIGNAL));
        if (written <= 0)
            break;
        taken += static_cast<quint64>(written);
    }
    return taken;
}

QByteArray Attacker::hear()
{
    QByteArray bytes(16 * 1024, Qt::Uninitialized);
    const auto size = m_tls ? SSL_read(m_tls.get(), bytes.data(), static_cast<int>(bytes.size()))
                            : static_cast<int>(::recv(m_handle, bytes.data(), static_cast<size_t>(bytes.size()), 0));
    return bytes.first(std::max(size, 0));
}

std::chrono::milliseconds Attacker::untilClosed(std::chrono::milliseconds patience)
{
    const auto begin = Time::now();
    const auto passed = [begin] { return std::chrono::duration_cast<std::chrono::milliseconds>(Time::now() - begin); };
    wait(m_handle, SO_RCVTIMEO, patience);
    while (passed() < patience && !hear().isEmpty()) { }
    return passed();
}

} // namespace knock::test
