// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/sms/gateway.h"

#include <optional>
#include <vector>

namespace knock::sms {

/// How long a text is tried.
struct Patience {
    std::chrono::milliseconds first = std::chrono::seconds(2); ///< before the second try; then twice as long each time
    std::chrono::milliseconds whole = std::chrono::minutes(1); ///< after which no try begins
};

/// Which gateway tries a text next, and when. Pure.
///
/// A gateway that says no has two tries, then another one is asked at once, and so on in turn. A gateway that will
/// never take the text, may have it already, or wishes to be left alone for too long is not asked again.
class Route
{
public:
    Route(size_t gateways, const Patience &patience);

    /// Who is to try it now.
    [[nodiscard]] size_t gateway() const { return m_now; }
    /// What comes of \a refusal by gateway(), this long after the text was ordered: the wait before the next try. None:
    /// it has failed.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next(const Refusal &refusal, bool isRepeatable,
                                                                std::chrono::milliseconds elapsed);
    /// Some gateway may have the text without having said so.
    [[nodiscard]] bool isPerhapsTaken() const { return m_isPerhapsTaken; }

private:
    struct Way {
        int refusals = 0;
        bool isClosed = false;
        std::chrono::milliseconds notBefore{0};
    };
    [[nodiscard]] std::optional<size_t> other() const;

    const Patience m_patience;
    std::vector<Way> m_ways;
    size_t m_now = 0;
    std::chrono::milliseconds m_wait;
    bool m_isPerhapsTaken = false;
};

} // namespace knock::sms
