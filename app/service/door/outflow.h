// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <QByteArray>

namespace knock::door {

/// What goes out through one socket, and how much of it still waits for the other side to read.
class Outflow final
{
public:
    explicit Outflow(std::function<void(const QByteArray &message)> send)
        : m_send(std::move(send))
    {
    }

    void send(const QByteArray &message)
    {
        m_given += quint64(message.size());
        m_send(message);
    }
    /// Of all there was, \a bytes have gone out by now.
    void gone(quint64 bytes) { m_gone = bytes; }
    [[nodiscard]] quint64 given() const { return m_given; } ///< bytes
    [[nodiscard]] quint64 waiting() const { return m_given - m_gone; } ///< bytes

private:
    std::function<void(const QByteArray &)> m_send;
    quint64 m_given = 0;
    quint64 m_gone = 0;
};

} // namespace knock::door
