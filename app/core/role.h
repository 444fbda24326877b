// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace knock {

/// What a person may be in the control room. One person may be several of them.
enum class Role {
    CallTaker, ///< works calls
    Supervisor, ///< works calls, and sees to those who do
    Trainer, ///< leads simulated calls
    Administrator, ///< keeps users and settings; sees no caller
    Auditor ///< reads what was done; does nothing
};

using Roles = std::vector<Role>;

} // namespace knock
