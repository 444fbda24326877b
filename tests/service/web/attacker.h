// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <openssl/ssl.h>
#include <QByteArray>
#include <vector>

namespace knock::test {

/// One TCP connection that does what no honest client would, in plain blocking calls; for any thread.
class Attacker final
{
public:
    /// \a from is one of the addresses 127.x.y.z: each counts for itself.
    explicit Attacker(quint16 port, const char *from = "127.0.0.1");
    Attacker(Attacker &&other) noexcept;
    ~Attacker();
    Attacker(const Attacker &) = delete;
    Attacker &operator=(const Attacker &) = delete;
    Attacker &operator=(Attacker &&) = delete;

    [[nodiscard]] bool isConnected() const { return m_handle >= 0; }
    [[nodiscard]] bool shakeHands();
    [[nodiscard]] bool upgrade(); ///< to a WebSocket
    [[nodiscard]] bool say(const QByteArray &bytes) { return pour(bytes, static_cast<quint64>(bytes.size())) > 0; }
    /// Says \a piece again and again until it is \a total bytes, the server takes no more, or it has cut the line;
    /// gives how many were taken.
    quint64 pour(const QByteArray &piece, quint64 total);
    [[nodiscard]] QByteArray hear(); ///< what comes next; nothing at the end
    /// Reads until the server ends it, at most \a patience; gives how long that took.
    std::chrono::milliseconds untilClosed(std::chrono::milliseconds patience);

private:
    struct Free {
        void operator()(SSL *tls) const { SSL_free(tls); }
    };
    int m_handle = -1;
    std::unique_ptr<SSL, Free> m_tls;
};

} // namespace knock::test
