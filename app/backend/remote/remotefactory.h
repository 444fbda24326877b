// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"

namespace knock::backend {

class RemoteFactory final : public QObject, public Factory
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID KNOCK_BACKEND_IID FILE "remote.json")
    Q_INTERFACES(knock::backend::Factory)
public:
    /// The settings are those of RemoteSettings.
    [[nodiscard]] std::unique_ptr<Backend> create(const QVariantMap &settings) override;
};

} // namespace knock::backend
