// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"
#include "app/service/status/exposition.h"

#include <array>
#include <chrono>
#include <map>

namespace knock::status {

/// What has been told, as numbers: nothing of what was said, by whom or where.
class Counts final
{
public:
    /// What became true before the start counts for the calls there are, not for what happens.
    void count(const Event &event, bool isNew);
    /// The journal has made something durable that waited so long.
    void countCommit(std::chrono::nanoseconds took);
    void addTo(Exposition &out) const;

private:
    enum class Call { Ringing, Connected, Held, CallingBack, Ended };
    static constexpr size_t kinds = std::variant_size_v<Event>;
    static constexpr std::array<double, 12> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

    std::map<IncidentId, Call> m_calls; ///< of open incidents
    std::array<quint64, kinds> m_events{}; ///< by the event's place in the variant
    std::array<quint64, bounds.size() + 1> m_commits{};
    std::chrono::nanoseconds m_committing{0};
};

} // namespace knock::status
