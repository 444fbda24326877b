// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend/backend.h"

#include <QStringList>

namespace knock::backend {

/// The folder of the plug-ins that belong to the running program: lib/knock/backends beside its bin.
[[nodiscard]] QString pluginFolder();

/// The plug-in `name` (embedded, remote, trainer or a third party's) out of \a folder, made with \a settings.
///
/// Error::Kind::NotFound: no such file. Error::Kind::Malformed: it is no backend, or one of another version, or it cannot
/// use \a settings and has said why in the log.
[[nodiscard]] Result<std::unique_ptr<Backend>> load(const QString &name, const QVariantMap &settings,
                                                    const QString &folder = pluginFolder());

} // namespace knock::backend
