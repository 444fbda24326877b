// SPDX-License-Identifier: Apache-2.0
// Incidents that are closed, and taken up again: a part of IncidentBook.
#include "app/service/dispatch/incidentbook.h"

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

Granted IncidentBook::grant(const Incident &, const ReopenIncident &, SeatId)
{
    return failure(Error::Kind::Refused, u"it is open"_s);
}

Granted IncidentBook::grant(const Incident &, const LookUp &, SeatId)
{
    return failure(Error::Kind::Refused, u"it is open"_s);
}

Outcome IncidentBook::took(const Recalled &) { return {}; }

} // namespace knock::dispatch
