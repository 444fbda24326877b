// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/database.h"
#include "app/service/store/hashchain.h"

#include <optional>

namespace knock::store {

class Sealer;

/// Reads records out of rows of "sequence, incident, at, type, body, form". For one thread at a time.
class Rows
{
public:
    explicit Rows(std::shared_ptr<Sealer> sealer)
        : m_sealer(std::move(sealer))
    {
    }

    /// The record in \a row with its body as it was before it was sealed; none when its key was destroyed, which is
    /// logged once.
    [[nodiscard]] Result<std::optional<Record>> opened(const Statement &row);

    /// The record in \a row with its body as it is written.
    [[nodiscard]] static Record written(const Statement &row);
    /// A row of "sequence, incident, at, type, body, form, monotonic, boot".
    [[nodiscard]] static Row whole(const Statement &row);

    /// Whether a row of "sequence, incident, at, type, body, form, monotonic, boot, hash, hash of the row before" is as
    /// it was written. True of the first one in a file, which is tied to none.
    [[nodiscard]] static bool isWhole(HashChain &chain, const Statement &row);

    [[nodiscard]] const std::shared_ptr<Sealer> &sealer() const { return m_sealer; }

private:
    std::shared_ptr<Sealer> m_sealer;
    bool m_toldExpired = false;
};

} // namespace knock::store
