// SPDX-License-Identifier: Apache-2.0
#include "app/service/door/mediaway.h"

namespace knock::door {

bool MediaWay::show(const EncodedFrame &frame, const QByteArray &message, Time now)
{
    if (m_out.waiting() > mostOfPictures) {
        m_shown.remove(frame.incident);
        return true; // a whole picture would not go out either
    }
    if (frame.key)
        m_shown.insert(frame.incident);
    const bool isShown = m_shown.contains(frame.incident);
    if (isShown)
        send(message, now);
    return isShown;
}

void MediaWay::speak(const QByteArray &message, Time now)
{
    if (m_waiting.empty() || now - m_waiting.front().at <= oldestVoice)
        send(message, now);
}

void MediaWay::send(const QByteArray &message, Time now)
{
    m_out.send(message);
    m_waiting.push_back({m_out.given(), now});
}

void MediaWay::gone(quint64 bytes)
{
    m_out.gone(bytes);
    while (!m_waiting.empty() && m_waiting.front().end <= bytes)
        m_waiting.pop_front();
}

} // namespace knock::door
