// SPDX-License-Identifier: Apache-2.0
#include "app/backend/remote/remotefactory.h"

#include "app/backend/remote/remotebackend.h"
#include "app/core/logging.h"

namespace knock::backend {

std::unique_ptr<Backend> RemoteFactory::create(const QVariantMap &settings)
{
    const auto read = RemoteSettings::read(settings);
    if (!read) {
        qCWarning(lcService) << "The remote backend cannot be used:" << read.error().detail;
        return nullptr;
    }
    return std::make_unique<RemoteBackend>(*read);
}

} // namespace knock::backend
