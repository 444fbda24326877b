// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/keyframerequests.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace knock::media {

namespace {

constexpr auto shortestPause = 400ms;
constexpr int mostDoublings = 2;
constexpr auto slowestPace = 1000ms; // a stall must not pass for the stream's pace

} // namespace

void KeyFrameRequests::came(bool key, Time now)
{
    if (m_came) {
        const Time gap = std::min<Time>(now - *m_came, slowestPace);
        m_pace = m_pace == 0ms ? gap : (7 * m_pace + gap) / 8;
    }
    m_came = now;
    if (key)
        m_isWanted = false;
    if (!m_isWanted)
        m_unanswered = 0;
}

bool KeyFrameRequests::ask(Time now)
{
    if (!m_isWanted && !isStalled(now))
        return false;
    const int doublings = std::clamp(m_unanswered - 1, 0, mostDoublings);
    if (m_asked && now - *m_asked < shortestPause * (1 << doublings))
        return false;
    m_asked = now;
    ++m_unanswered;
    return true;
}

bool KeyFrameRequests::isStalled(Time now) const
{
    const Time patience = m_pace == 0ms ? slowestPace : std::max<Time>(shortestPause, 4 * m_pace);
    return m_came && now - *m_came > patience;
}

} // namespace knock::media
