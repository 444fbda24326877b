// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/id.h"
#include "app/service/media/allowance.h"

#include <map>
#include <optional>
#include <vector>

namespace knock::media {

/// Which of the single pictures that pages send where no stream gets through are shown. Of the visits of one incident
/// the one that began last is. Holds no pictures. Times are since any fixed moment.
class Stills final
{
public:
    using Key = std::pair<IncidentId, VisitId>;
    using Time = std::chrono::milliseconds;

    explicit Stills(Time stallAfter)
        : m_stallAfter(stallAfter)
    {
    }

    struct Shown {
        bool isFirst = false; ///< since another visit's picture, a stream's, or none
        Time at{0}; ///< since this visit's first picture
    };
    /// One came; none if it is not to be shown, as when a stream delivers pictures of the same incident.
    [[nodiscard]] std::optional<Shown> take(Key key, bool hasStream, Time now);

    /// A stream delivers pictures of \a incident from now on.
    void yield(IncidentId incident) { m_shown.erase(incident); }
    /// The page sends no more.
    void drop(Key key);
    /// Forgets who has been silent for too long, and gives those of them who were shown.
    [[nodiscard]] std::vector<Key> lapse(Time now);

    [[nodiscard]] bool isEmpty() const { return m_senders.empty(); }

private:
    struct Sender {
        Allowance allowance;
        Time began{0};
        Time last{0};
    };

    Time m_stallAfter;
    std::map<Key, Sender> m_senders;
    std::map<IncidentId, VisitId> m_shown;
};

} // namespace knock::media
