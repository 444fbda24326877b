// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

namespace knock::store {

/// Walks the whole hash chain of the journal in \a path; also while its owner is writing.
///
/// Gives the number of records, or an Error whose detail names the first record that is not as it was written.
/// Records cut off at the very end leave no trace in a chain: compare the number with one kept elsewhere.
[[nodiscard]] Result<quint64> verify(const QString &path);

} // namespace knock::store
