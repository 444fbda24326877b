// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <QByteArray>

namespace knock::cad {

/// "17/1": the same for each try, so that the dispatch system carries an order out once.
[[nodiscard]] QByteArray keyOf(IncidentId incident, quint64 order);

/// The body of the request; README.md has its form. \a order is one of the incident's, from 1.
[[nodiscard]] QByteArray bodyOf(const Incident &incident, quint64 order);

/// The value of the header by which the receiver knows that \a body is ours, and of now.
[[nodiscard]] QByteArray signatureOf(const QByteArray &body, const QByteArray &secret, const QDateTime &now);

} // namespace knock::cad
