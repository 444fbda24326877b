// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/service/identity/userfile.h"

#include <vector>

namespace knock::identity {

/// What happens here and belongs into the journal.
using Entry = std::variant<SignedIn, SignInFailed, SignedOut, SeatLocked, SeatUnlocked, UserChanged>;

/// Entries on their way to the journal, in their order.
struct Departing {
    std::vector<Audit> entries;
    quint64 upTo = 0; ///< the number of the last one
};

/// Written in the transaction of what it tells, so that neither is without the other.
[[nodiscard]] Result<> enter(UserFile &file, const Entry &entry);

/// Those after number \a after; at most \a most.
[[nodiscard]] Result<Departing> entriesAfter(UserFile &file, quint64 after, int most);
[[nodiscard]] Result<> removeEntries(UserFile &file, quint64 upTo);

} // namespace knock::identity
