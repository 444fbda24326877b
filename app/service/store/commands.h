// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/store/checkpoint.h"

#include <QStringList>
#include <QTextStream>

namespace knock::store {

/// The name of the journal in the service's data folder.
inline constexpr QLatin1StringView journalName{"journal.db"};

/// The service's words for its journal, at the command line: "verify [FILE]", "backup FILE", "restore FILE [--force]".
///
/// Without a FILE the journal in \a dataFolder is meant. verify and backup may run beside the service, restore may not.
/// With \a isSigned every checkpoint must be signed. Gives the exit code: 0 done, 1 not done, 2 not understood.
[[nodiscard]] int journalCommand(const QStringList &args, const QString &dataFolder, QTextStream &out,
                                 const Verifying &isSigned = {});

} // namespace knock::store
