// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/web/server.h"

#include <memory>
#include <openssl/types.h>

namespace knock::web {

struct FreeTls {
    void operator()(SSL_CTX *tls) const;
};
using Tls = std::unique_ptr<SSL_CTX, FreeTls>;

/// From the files of \a configuration as they are now.
[[nodiscard]] Result<Tls> makeTls(const Configuration &configuration);

/// The common name in the verified certificate of the other side; empty: it showed none.
[[nodiscard]] QString clientName(const SSL *tls);

} // namespace knock::web
