// SPDX-License-Identifier: Apache-2.0
#include "app/service/web/outbox.h"

#include <utility>

namespace knock::web {

void Outbox::say(Word word)
{
    m_words.push_back(std::move(word));
    flush();
}

void Outbox::sayInTime(Word word)
{
    m_words.push_back(std::move(word));
    if (m_words.size() >= enough || std::chrono::steady_clock::now() >= m_next)
        flush();
    else if (!m_isTimed)
        awaitMore();
}

void Outbox::flush()
{
    if (m_words.empty())
        return;
    m_next = std::chrono::steady_clock::now() + m_patience;
    m_deliver(std::exchange(m_words, {}));
}

/// The timer is left to run when what it was for has gone earlier: it costs less than to stop it each time.
void Outbox::awaitMore()
{
    m_isTimed = true;
    m_timer.expires_at(m_next);
    m_timer.async_wait([this](const boost::system::error_code &cancelled) {
        if (cancelled)
            return;
        m_isTimed = false;
        flush();
    });
}

} // namespace knock::web
