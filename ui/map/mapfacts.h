// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QGeoRectangle>

namespace knock::ui {

/// What map.json says of the map beside it.
struct MapFacts {
    QString name;
    QGeoRectangle bounds;
    int firstZoom = 0;
    int lastZoom = 0;
    QString attribution; ///< empty when none is owed

    /// Reads \a folder/map.json.
    [[nodiscard]] static Result<MapFacts> read(const QString &folder);
};

} // namespace knock::ui
