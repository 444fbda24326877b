// SPDX-License-Identifier: Apache-2.0
#include "app/service/telephony/sip/callsources.h"

#include <array>

namespace knock::telephony {

namespace {

constexpr size_t mostRemembered = 10'000;

QByteArray addressOf(const sa &source)
{
    std::array<char, 64> text{};
    sa_ntop(&source, text.data(), text.size());
    return QByteArray(text.data());
}

} // namespace

bool CallSources::admits(const sa &source)
{
    if (m_rates.size() >= mostRemembered) {
        std::erase_if(m_rates, [](const auto &entry) { return entry.second.isIdle(); });
        if (m_rates.size() >= mostRemembered) {
            return true; // too many to tell apart; the number of lines is bounded anyway
        }
    }
    return m_rates.try_emplace(addressOf(source), m_most).first->second.take();
}

} // namespace knock::telephony
