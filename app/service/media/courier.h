// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <QObject>

namespace knock::media {

/// Carries calls from GStreamer's threads to an object of the service thread, and nothing once that object is gone.
///
/// GStreamer may call back after its element was let go; so the callbacks own the courier together, and only the
/// courier knows whether the receiver still lives.
template <typename Receiver>
class Courier
{
public:
    explicit Courier(Receiver &receiver)
        : m_receiver(&receiver)
    {
    }

    /// Does \a call(Receiver &) on the receiver's thread, later.
    template <typename Call>
    void carry(Call call)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_receiver)
            return;
        QMetaObject::invokeMethod(
            m_receiver, [receiver = m_receiver, call = std::move(call)] { call(*receiver); }, Qt::QueuedConnection);
    }

    /// To be called on the receiver's thread, at the latest when it is destroyed.
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    std::mutex m_mutex;
    Receiver *m_receiver;
};

} // namespace knock::media
