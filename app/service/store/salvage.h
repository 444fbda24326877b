// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/journalfile.h"

namespace knock::store {

/// Whether \a why, which opening \a path said, comes from bytes that are not as they were written. False of another
/// program's file and of a newer Knock's: these are nobody's to move.
[[nodiscard]] bool isDamaged(const QString &path, const Error &why);

/// Keeps the damaged journal in \a path under another name beside it, and begins a new one there that names the old one
/// and its last readable record, and takes over what can be read of incidents that are open. Gives the other name. No
/// connection to it may be open.
[[nodiscard]] Result<QString> beginAnew(const QString &path, const std::shared_ptr<Sealer> &sealer);

} // namespace knock::store
