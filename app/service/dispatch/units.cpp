// SPDX-License-Identifier: Apache-2.0
// Units on their way: their orders and their page. A part of IncidentBook.
#include "app/service/dispatch/incidentbook.h"

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

Granted IncidentBook::grant(const Incident &, const SharePack &, SeatId)
{
    return failure(Error::Kind::Unreachable, u"no page for the units"_s);
}

Granted IncidentBook::grant(const Incident &, const EndPack &, SeatId)
{
    return failure(Error::Kind::Expired, u"no page for the units"_s);
}

Outcome IncidentBook::took(const CadTook &) { return {}; }
Outcome IncidentBook::took(const CadFailed &) { return {}; }
Outcome IncidentBook::took(const PackFetched &) { return {}; }

} // namespace knock::dispatch
