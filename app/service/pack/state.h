// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <QHash>
#include <QJsonObject>

namespace knock::pack {

/// The words of each kind of call, by language; by the kind's name.
using Categories = QHash<QString, QJsonObject>;

/// \a file as the desk reads it; nothing where it cannot be read, and the page then shows the kind's name.
[[nodiscard]] Categories readCategories(const QString &file);

/// What the page for the units shows of \a incident, as JSON. Not the caller's number, no notes, no links.
[[nodiscard]] QByteArray stateOf(const Incident &incident, const Categories &categories);

} // namespace knock::pack
