// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/clock.h"
#include "app/core/error.h"

#include <QStringList>

namespace knock::web {

/// Sees to it that the two files hold a certificate and its key which can be used now.
///
/// Where there is none, a self-signed one is made (P-256, 825 days) for this machine's own names and \a hostNames. One
/// that was made here is made again when it has run out, or soon will, or lacks a name. Anything else is somebody's
/// property: it is never overwritten, and an error if it cannot be used.
[[nodiscard]] Result<> ensureCertificate(const QString &certificateFile, const QString &keyFile,
                                         const QStringList &hostNames, const Clock &clock);

} // namespace knock::web
