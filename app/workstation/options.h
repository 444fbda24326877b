// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QSize>
#include <QStringList>
#include <QVariantMap>

namespace knock::workstation {

/// What the program was asked on its command line.
struct Options {
    QString backend;
    QVariantMap backendSettings; ///< by --set, and the folders
    QString dataFolder; ///< empty: a demonstration's own, gone afterwards
    QString resourceFolder;
    QString mapFolder;
    QString language; ///< empty: that of the system, or the one remembered
    QString scheme; ///< empty, "dark" or "light"
    QString timeline;
    QString screenshots;
    QSize size; ///< of the window; invalid: the whole screen
    bool demonstration = false;
    bool autoplay = false;
    bool selfTest = false;
};

/// Reads \a arguments; ends the program after --help and --version.
[[nodiscard]] Result<Options> readOptions(const QStringList &arguments);

} // namespace knock::workstation
