// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/service/configuration.h"
#include "app/service/store/signer.h"
#include "app/service/vault/journalsealer.h"
#include "app/service/vault/keystore.h"
#include "app/service/vault/signer.h"

namespace knock::service {

class Service;

/// The keys of what is kept, and who uses them. Thread-safe.
struct Keeping {
    std::shared_ptr<vault::KeyStore> keys;
    std::shared_ptr<vault::JournalSealer> sealer;
    std::shared_ptr<const vault::Signer> seal;
    std::shared_ptr<store::Signer> checkpoints; ///< the same key, as the journal wants it
};

/// Opens dataFolder/keys.db with the master key of the settings; both are made where there is no journal yet.
[[nodiscard]] Result<Keeping> openKeeping(const Configuration &configuration);

/// Destroys what has been kept long enough, from the service's start on.
void keepInTime(Service &service, const Configuration &configuration, const Keeping &keeping, const Clock &clock);

/// Gives desks what they want to see or hear again.
void readOut(Service &service, const Configuration &configuration, const Keeping &keeping, const Clock &clock);

/// A new master key, with which all keys are wrapped anew.
[[nodiscard]] Result<> rotateMaster(const Configuration &configuration, const Keeping &keeping);

} // namespace knock::service
