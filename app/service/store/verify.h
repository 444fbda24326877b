// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/service/store/checkpoint.h"

namespace knock::store {

/// What a whole chain is.
struct Chain {
    quint64 records = 0;
    quint64 last = 0; ///< sequence of the last record
    QByteArray hash; ///< of the last record
    quint64 checkpoints = 0;
    quint64 checkedUpTo = 0; ///< sequence of the last checkpoint
};

/// Walks the whole hash chain of the journal in \a path; also while its owner is writing. With \a isSigned each
/// checkpoint must be signed, too.
///
/// Gives an Error whose detail names the first record that is not as it was written. Records cut off at the very end
/// are found as far as a checkpoint speaks of them: compare the last one with what was logged elsewhere.
[[nodiscard]] Result<Chain> walk(const QString &path, const Verifying &isSigned = {});

/// As walk(); gives the number of records.
[[nodiscard]] Result<quint64> verify(const QString &path, const Verifying &isSigned = {});

} // namespace knock::store
