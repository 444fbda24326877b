// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/vault/keystore.h"

#include <functional>

namespace knock::vault {

/// Opens or makes the master key that a file stands for, in whichever of the three ways the place has chosen.
using OpenMaster = std::function<Result<MasterKey>(const QString &path, Missing missing)>;

/// Opens \a keysPath with the master key of \a masterPath, and ends a rotation that a crash has interrupted. A master
/// key is made only together with the keys: a lost one is never replaced by one that opens nothing.
[[nodiscard]] Result<std::unique_ptr<KeyStore>> openKeys(const QString &keysPath, const QString &masterPath,
                                                         const OpenMaster &open, Missing missing);
/// Makes a new master key in the place of that of \a masterPath, and wraps all keys with it. \a open makes the new one:
/// it may ask for another passphrase or another token than before. At every moment a crash leaves what openKeys()
/// opens.
[[nodiscard]] Result<> rotate(KeyStore &keys, const QString &masterPath, const OpenMaster &open);

} // namespace knock::vault
