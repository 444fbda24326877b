// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/configuration.h"
#include "app/service/service.h"

namespace knock::service {

/// Makes the journal, the adapters and the service between them, on the calling thread, which becomes the service
/// thread.
///
/// Without a journal there is no service. An adapter that cannot start is told as Health, and the others work: a desk
/// that cannot send texts still answers calls. The ports in use are left in dataFolder/endpoints.json.
[[nodiscard]] Result<std::unique_ptr<Service>> assemble(const Configuration &configuration, const Clock &clock);

} // namespace knock::service
