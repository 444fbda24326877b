// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/bestfix.h"

using namespace Qt::StringLiterals;

namespace knock::dispatch {

const Fix *bestFix(const Incident &incident)
{
    const Fix *best = nullptr;
    for (const Fix &fix : incident.fixes) {
        const bool counts = !incident.promoted || fix.source == *incident.promoted;
        if (counts && (!best || best->at <= fix.at))
            best = &fix;
    }
    return best;
}

QLatin1StringView nameOf(Fix::Source source)
{
    switch (source) {
    case Fix::Source::Browser:
        return "browser"_L1;
    case Fix::Source::Cell:
        return "cell"_L1;
    case Fix::Source::Sip:
        return "sip"_L1;
    case Fix::Source::Aml:
        return "aml"_L1;
    case Fix::Source::Typed:
        return "typed"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace knock::dispatch
