// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/role.h"

#include <QString>

namespace knock::identity {

/// Where persons are known who have no account in users.db: the agency's own directory.
class Directory
{
public:
    virtual ~Directory() = default;

    /// Fails with NotFound for nobody, Refused for a wrong password or a person without a role, Unreachable when the
    /// directory does not say. Blocks, bounded in time. May be called on several threads at once.
    [[nodiscard]] virtual Result<Roles> verify(const QString &user, const QString &password) const = 0;
};

} // namespace knock::identity
