// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/configuration.h"
#include "app/service/store/journal.h"
#include "app/service/vault/signer.h"

namespace knock::service {

class Service;

/// Once the service has caught up: enters in the audit which settings are others than when it started before, new ones
/// and those that are gone too. Never a value: what they were is kept in dataFolder/settings.json as marks that only
/// the service's own key can make. A kill before that file is written enters them once more.
void noteSettings(Service &service, store::Journal &journal, const Configuration &configuration,
                  std::shared_ptr<const vault::Signer> seal, const Clock &clock);

} // namespace knock::service
