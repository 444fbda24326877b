// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/evidence/bundle.h"
#include "app/service/store/database.h"
#include "app/service/store/hashchain.h"

#include <vector>

namespace knock::evidence {

/// A row of the journal that belongs to the incident.
struct OwnRow {
    store::Row row; ///< as it is written
    QByteArray plain; ///< its body as it was before it was sealed
};

/// What the journal holds of an incident, and what proves it.
struct Record {
    std::vector<OwnRow> rows; ///< that the chain proves one by one
    std::vector<QByteArray> unproven; ///< of journals from before rows could be proven without their neighbours
    QByteArray start; ///< the hash before the first link; 32 bytes
    QByteArray links; ///< a line for each row of the journal from the first of these to the end of the proof
    QByteArray checkpoints; ///< the signed words about that stretch
    QByteArray people; ///< who sat at the seats that are named
};

/// Blocks. One look at everything, however much is written meanwhile.
[[nodiscard]] Result<Record> readRecord(const Sources &sources, IncidentId incident);

/// What HashChain::content() hashes of \a row.
[[nodiscard]] QByteArray contentOf(const store::Row &row);

} // namespace knock::evidence
