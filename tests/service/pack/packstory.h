// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/effect.h"

namespace knock::test {

const QByteArray packToken = "AAAAAAAAAAAAAAAAAAAAA1";

/// What units are shown: a knock, a place, a chat line, an order.
inline Incident packStory(const QDateTime &now)
{
    const IncidentId id{17};
    Incident incident;
    apply(incident, CallArrived{id, QStringLiteral("01012345678"), now, {}});
    apply(incident, KnockHeard{id, QStringLiteral("59"), {}, false, now});
    apply(incident, SilentCallConfirmed{id, {1}, now});
    apply(incident, Classified{id, QStringLiteral("domestic"), Priority::Code0, {1}, now});
    apply(incident, UnitOrdered{id, QStringLiteral("Patrol 12"), {1}, now});
    apply(incident, NoteWritten{id, QStringLiteral("for the desk alone"), {1}, now});
    apply(incident,
          CallerLocated{id,
                        {.latitude = 35.9997,
                         .longitude = 124.616431,
                         .radius = Metres{12},
                         .source = Fix::Source::Browser,
                         .at = now},
                        now});
    apply(incident,
          MessageSent{id, {QStringLiteral("1"), Message::Author::Caller, QStringLiteral("he is <b>here</b>"), now}});
    return incident;
}

inline dispatch::AdmitPack packOf(Incident incident, const QDateTime &expires, const QByteArray &token = packToken)
{
    const QString text = QString::fromLatin1(token);
    apply(incident, PackShared{incident.id, text, QStringLiteral("link"), {1}, expires.addSecs(-3600), expires});
    return {std::make_shared<Incident>(std::move(incident)), text, expires};
}

} // namespace knock::test
