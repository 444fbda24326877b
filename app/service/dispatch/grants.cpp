// SPDX-License-Identifier: Apache-2.0
// What a seat may ask for, and when it is granted, as far as it does not concern the call itself: a part of
// IncidentBook.
#include "app/core/guard.h"
#include "app/service/dispatch/incidentbook.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

Outcome IncidentBook::took(const Asked &input)
{
    const IncidentId id = std::visit([](const auto &command) { return command.incident; }, input.what);
    const auto it = m_incidents.constFind(id);
    Granted granted = failure(Error::Kind::NotFound, u"no such open incident"_s);
    if (it != m_incidents.constEnd())
        granted = std::visit([&](const auto &command) { return grant(*it, command, input.seat); }, input.what);
    if (granted)
        return *granted;
    const QString asked = std::visit([](const auto &command) { return QString(command.name); }, input.what);
    return {{Refused{id, input.seat, asked, granted.error(), m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const AskToPress &, SeatId seat)
{
    if (incident.line != Incident::Line::Connected)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    // The prompt would be heard in the middle of what the other one says.
    if (incident.seat != seat)
        return failure(Error::Kind::Refused, u"another seat's call"_s);
    return Outcome{{PromptStarted{incident.id, seat, m_clock.now()}}, {PlayPrompt{m_lineOf.value(incident.id)}}};
}

Granted IncidentBook::grant(const Incident &incident, const ConfirmSilentCall &, SeatId seat)
{
    // A dismissed knock may still be confirmed: the person corrects themselves.
    if (incident.knock != Incident::Knock::Heard && incident.knock != Incident::Knock::Dismissed)
        return failure(Error::Kind::Refused, u"no knock to confirm"_s);
    return Outcome{{SilentCallConfirmed{incident.id, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const DismissKnock &, SeatId seat)
{
    if (incident.knock != Incident::Knock::Heard)
        return failure(Error::Kind::Refused, u"no knock to dismiss"_s);
    return Outcome{{KnockDismissed{incident.id, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const MarkCodedTalk &, SeatId seat)
{
    if (!incident.answered)
        return failure(Error::Kind::Refused, u"nobody has spoken with the caller"_s);
    if (incident.knock == Incident::Knock::Confirmed)
        return failure(Error::Kind::Expired, u"already a silent call"_s);
    return Outcome{{CodedTalkMarked{incident.id, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const AskQuestion &command, SeatId seat)
{
    constexpr qsizetype longest = 200;
    if (incident.line != Incident::Line::Connected)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    if (incident.seat != seat)
        return failure(Error::Kind::Refused, u"another seat's call"_s);
    if (incident.prompting)
        return failure(Error::Kind::Refused, u"the prompt is being played"_s);
    if (command.question.isEmpty() || command.question.size() > longest || command.text.size() > longest)
        return failure(Error::Kind::Malformed, u"question empty or too long"_s);
    return Outcome{{QuestionAsked{incident.id, command.question, command.text, seat, m_clock.now()}}, {}};
}

bool IncidentBook::isGuarded(const Incident &incident) const
{
    const bool isAsked = incident.prompting
        || (incident.promptEnded && m_clock.now() < incident.promptEnded->addDuration(answerGuard));
    return isAsked && incident.line == Incident::Line::Connected && incident.knock == Incident::Knock::None;
}

Granted IncidentBook::grant(const Incident &incident, const CloseIncident &command, SeatId seat)
{
    constexpr qsizetype longest = 2000;
    if (incident.line == Incident::Line::Ringing)
        return failure(Error::Kind::Refused, u"a ringing call is answered first"_s);
    if (command.note.size() > longest)
        return failure(Error::Kind::Malformed, u"note too long"_s);
    const bool isExplained = !command.note.trimmed().isEmpty();
    if (isGuarded(incident) && !isExplained)
        return failure(Error::Kind::Refused, u"the caller has just been asked, and no reason was typed"_s);
    // It would cut off a caller with whom somebody else speaks.
    const bool isOnTheLine = incident.line == Incident::Line::Connected || incident.line == Incident::Line::CallingBack;
    if (isOnTheLine && incident.seat.isValid() && incident.seat != seat && !isExplained)
        return failure(Error::Kind::Refused, u"another seat has the caller on the line, and no reason was typed"_s);

    const QDateTime now = m_clock.now();
    Outcome outcome;
    if (const LineId line = m_lineOf.value(incident.id); line.isValid()) {
        outcome.effects.emplace_back(ReleaseLine{line});
        outcome.events.emplace_back(LineEnded{incident.id, LineEnd::Released, now});
    }
    if (const VisitId visit = m_camera.value(incident.id); visit.isValid())
        outcome.effects.emplace_back(DropCamera{incident.id, visit});
    if (incident.invite)
        outcome.effects.emplace_back(RevokeTokens{incident.id});
    outcome.events.emplace_back(IncidentClosed{incident.id, command.reason, command.note, seat, now});
    return outcome;
}

} // namespace knock::dispatch
