// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

namespace knock::media {

/// When a phone is asked for a key frame: at most once in 400 ms, and while none comes again after 400, 800 and then
/// every 1600 ms. On a narrow uplink a key frame takes long; asking faster would only make it longer.
///
/// Times are since any fixed moment; the class has no clock of its own.
class KeyFrameRequests
{
public:
    using Time = std::chrono::milliseconds;

    /// A viewer needs one, or packets were lost for good.
    void want() { m_isWanted = true; }
    /// A whole picture came.
    void came(bool key, Time now);
    /// True when the phone must be asked now; it then counts as asked.
    [[nodiscard]] bool ask(Time now);

private:
    /// Pictures came and ceased. Measured by the stream's own pace, for a slow encoder is no stall.
    [[nodiscard]] bool isStalled(Time now) const;

    bool m_isWanted = false;
    int m_unanswered = 0;
    std::optional<Time> m_asked;
    std::optional<Time> m_came;
    Time m_pace{0};
};

} // namespace knock::media
