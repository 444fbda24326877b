// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/configuration.h"

namespace knock::keeper {

/// The configuration file: a line each of `name = value`, with the names of service::Configuration; lines that are
/// empty or begin with `#` say nothing. UTF-8, at most 64 kB.
///
/// A secret may stand in a file of its own, of one line: `turnSecret = @/etc/knock/turn`. Without a folder before it
/// the file is a credential of systemd (LoadCredential=), or where there is none of that name, beside the configuration
/// file. Neither a file with a secret nor the configuration file with one in it may be open to everybody.
///
/// \a defaults count where the file says nothing. Gives everything that is wrong, each as `FILE:LINE: what`, in the
/// order of the lines; the value of a secret is in none of it.
[[nodiscard]] std::expected<service::Configuration, QStringList>
readConfiguration(const QString &file, const QString &credentialsFolder, const QVariantMap &defaults);

} // namespace knock::keeper
