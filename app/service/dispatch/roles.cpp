// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/roles.h"

#include <algorithm>

namespace knock::dispatch {

namespace {

bool isAny(const Roles &roles, std::initializer_list<Role> wanted)
{
    return std::ranges::any_of(wanted, [&roles](Role role) { return std::ranges::contains(roles, role); });
}

} // namespace

bool maySeeCallers(const Roles &roles) { return isAny(roles, {Role::CallTaker, Role::Supervisor}); }

bool mayAsk(const Roles &roles, const Command &command)
{
    const bool isLook = std::holds_alternative<LookUp>(command) || std::holds_alternative<ReadFile>(command);
    return maySeeCallers(roles) || (isLook && isAny(roles, {Role::Auditor}));
}

bool mayReadAudit(const Roles &roles) { return isAny(roles, {Role::Auditor}); }
bool mayExport(const Roles &roles) { return isAny(roles, {Role::Supervisor, Role::Auditor}); }

} // namespace knock::dispatch
