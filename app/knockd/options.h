// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace knock::keeper {

/// What the command line says. `--help`, `--version` and what is not understood end the program here.
struct Options {
    QString configurationFile;
    bool checksOnly = false;
    QStringList words; ///< a command and what belongs to it; none: the service is run
};

[[nodiscard]] Options readOptions(const QStringList &arguments);

} // namespace knock::keeper
