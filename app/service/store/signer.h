// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QByteArray>

namespace knock::store {

/// Signs checkpoints with a key that the store never sees (Ed25519, RFC 8032). Used on the writer's thread.
class Signer
{
public:
    virtual ~Signer() = default;

    [[nodiscard]] virtual Result<QByteArray> sign(const QByteArray &bytes) = 0;
};

} // namespace knock::store
