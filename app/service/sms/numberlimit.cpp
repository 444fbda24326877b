// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/numberlimit.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace knock::sms {

bool NumberLimit::admit(const QString &number, Time now)
{
    m_texts.removeIf([now](const auto &entry) { return entry.value().empty() || now - entry.value().back() >= 24h; });
    // Better a text too many than a caller without one.
    if (m_texts.size() >= mostNumbers && !m_texts.contains(number))
        return true;

    std::deque<Time> &texts = m_texts[number];
    while (!texts.empty() && now - texts.front() >= 24h)
        texts.pop_front();
    const auto shortly = std::ranges::count_if(texts, [now](Time at) { return now - at < 10min; });
    if (texts.size() >= mostDaily || static_cast<size_t>(shortly) >= mostShortly)
        return false;
    texts.push_back(now);
    return true;
}

void NumberLimit::giveBack(const QString &number)
{
    const auto texts = m_texts.find(number);
    if (texts != m_texts.end() && !texts->empty())
        texts->pop_back();
}

} // namespace knock::sms
