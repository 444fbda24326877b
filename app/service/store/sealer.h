// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journal.h"

namespace knock::store {

/// Makes the bodies of records unreadable on the disk, and readable again. The chain hashes what is written, so it
/// stays whole when a key is destroyed.
///
/// Thread-safe: the journal's writer and its readers use one together.
class Sealer
{
public:
    virtual ~Sealer() = default;

    /// The body of \a record as it is written; bound to its sequence, incident and type.
    [[nodiscard]] virtual Result<QByteArray> seal(const Record &record) = 0;
    /// The body of \a record as it was. Expired: its key was destroyed. Broken: it was changed.
    [[nodiscard]] virtual Result<QByteArray> open(const Record &record) = 0;
};

} // namespace knock::store
