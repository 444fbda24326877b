// SPDX-License-Identifier: Apache-2.0
#include "app/service/identity/tries.h"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace knock::identity {

namespace {

constexpr std::chrono::minutes longestWait = 30min;

} // namespace

bool Tries::mustWait(const QDateTime &now) const
{
    return waitsUntil.isValid() && now < waitsUntil && now.addDuration(longestWait) >= waitsUntil;
}

void Tries::fail(const QDateTime &now)
{
    ++failures;
    noted = false;
    if (failures >= free)
        waitsUntil = now.addDuration(std::min(longestWait, std::chrono::minutes(1 << std::min(failures - free, 5))));
}

bool TryBook::mustWait(const QString &key, const QDateTime &now) const
{
    const auto found = m_tries.constFind(key);
    return found != m_tries.cend() && found->tries.mustWait(now);
}

void TryBook::fail(const QString &key, const QDateTime &now)
{
    if (m_tries.size() >= m_most && !m_tries.contains(key))
        forgetOne();
    Entry &entry = m_tries[key];
    entry.tries.fail(now);
    entry.last = now;
}

bool TryBook::takeNote(const QString &key)
{
    const auto found = m_tries.find(key);
    return found != m_tries.end() && !std::exchange(found->tries.noted, true);
}

void TryBook::forgetOne()
{
    const auto oldest = std::ranges::min_element(m_tries, {}, &Entry::last);
    m_tries.erase(oldest);
}

} // namespace knock::identity
