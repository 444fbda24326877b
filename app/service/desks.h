// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/configuration.h"
#include "app/service/door/door.h"
#include "app/service/identity/identity.h"
#include "app/service/keeping.h"
#include "app/service/service.h"

namespace knock::service {

/// Desks that are elsewhere, and the people who may sit at them.
struct Desks {
    std::unique_ptr<identity::Identity> people;
    std::unique_ptr<door::Door> door; ///< not started; it ends before \a people
};

/// Opens dataFolder/users.db. The journal is there when the door is started.
[[nodiscard]] Result<Desks> makeDesks(const Configuration &configuration, const Keeping &keeping, const Clock &clock);

/// What \a service tells, \a door tells its desks, and what these are and do comes to \a service.
void join(Service &service, door::Door &door);

/// Who came and went is kept by \a service, and forgotten by \a people only when it is in \a journal. From the
/// service's start on.
void passAudit(identity::Identity &people, store::Journal &journal, Service &service);

} // namespace knock::service
