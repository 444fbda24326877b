// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/video.h"
#include "app/service/door/outflow.h"

#include <chrono>
#include <deque>
#include <QSet>

namespace knock::door {

/// Pictures and voices on their way to one seat. What a seat cannot take in time is left out: of pictures all until the
/// next whole one, of voices what would be old when it comes.
class MediaWay final
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr quint64 mostOfPictures = 256 * 1024; ///< bytes that may wait
    static constexpr std::chrono::milliseconds oldestVoice{200};

    explicit MediaWay(std::function<void(const QByteArray &message)> send)
        : m_out(std::move(send))
    {
    }

    /// Sends \a message, which is \a frame. False: the seat needs a whole picture before it can see any.
    [[nodiscard]] bool show(const EncodedFrame &frame, const QByteArray &message, Time now);
    /// Its next picture must be a whole one.
    void hide(IncidentId incident) { m_shown.remove(incident); }
    void speak(const QByteArray &message, Time now);
    /// See Outflow.
    void gone(quint64 bytes);

private:
    void send(const QByteArray &message, Time now);

    struct Sent {
        quint64 end = 0; ///< in all bytes
        Time at;
    };

    Outflow m_out;
    std::deque<Sent> m_waiting; ///< messages, oldest first
    QSet<IncidentId> m_shown; ///< whose pictures came without a gap since a whole one
};

} // namespace knock::door
