// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/database.h"

namespace knock::store {

/// Brings the file to the newest schema: runs each numbered file in sql/sqlite that it has not seen yet.
///
/// Fails and changes nothing when the file is another program's or was written by a newer Knock.
[[nodiscard]] Result<> bringUpToDate(Database &database);

} // namespace knock::store
