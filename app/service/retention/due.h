// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"
#include "app/service/store/sealer.h"
#include "app/service/vault/keystore.h"

#include <chrono>
#include <memory>
#include <QDateTime>
#include <vector>

namespace knock::retention {

/// How long what is kept of an incident is kept after it was closed last.
struct Spans {
    std::chrono::days record{365};
    std::chrono::days media{92}; ///< sound and pictures
};

/// One key whose time is over.
struct Due {
    IncidentId incident;
    vault::Keep keep = vault::Keep::Record;
    QStringList files; ///< of media, as the record names them: there is no use for them without the key
    bool operator==(const Due &) const = default;
};

/// What of \a keys is due at \a now: of incidents that are closed, that nobody holds (HoldChanged), and whose time is
/// over. Reads the journal beside its writer; blocks, in proportion to how many keys there are.
///
/// An incident whose record cannot be read is left out, and so is one that was never closed.
[[nodiscard]] Result<std::vector<Due>> findDue(const QString &journal, store::Sealer &sealer, vault::KeyStore &keys,
                                               const Spans &spans, const QDateTime &now);

} // namespace knock::retention
