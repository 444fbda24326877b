// SPDX-License-Identifier: Apache-2.0
// How a call is handled from its answer to its end: a part of IncidentBook.
#include "app/core/logging.h"
#include "app/service/dispatch/incidentbook.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

// ---- what a seat may ask for

Granted IncidentBook::grant(const Incident &incident, const AnswerCall &, SeatId seat)
{
    if (incident.line != Incident::Line::Ringing)
        return failure(Error::Kind::Expired, u"not ringing"_s);
    const QDateTime now = m_clock.now();
    const LineId line = m_lineOf.value(incident.id);
    Outcome outcome{holdOther(seat), {AnswerLine{line}, RecordLine{line, incident.id}}};
    // The prompt is cut off, but who was just asked may still answer it.
    if (incident.prompting)
        outcome.events.emplace_back(PromptEnded{incident.id, now, now.addDuration(m_rules.answerWindow)});
    outcome.events.emplace_back(CallAnswered{incident.id, seat, now});
    return outcome;
}

Granted IncidentBook::grant(const Incident &incident, const HoldCall &, SeatId seat)
{
    if (incident.line != Incident::Line::Connected || incident.held)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    if (incident.seat != seat)
        return failure(Error::Kind::Refused, u"another seat's call"_s);
    return Outcome{{CallHeld{incident.id, seat, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const ResumeCall &, SeatId seat)
{
    if (!incident.held)
        return failure(Error::Kind::Expired, u"not held"_s);
    Outcome outcome{holdOther(seat), {}};
    outcome.events.emplace_back(CallResumed{incident.id, seat, m_clock.now()});
    return outcome;
}

Granted IncidentBook::grant(const Incident &incident, const HandOverCall &command, SeatId seat)
{
    if (incident.line != Incident::Line::Connected)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    if (incident.seat != seat || command.to == seat || !command.to.isValid())
        return failure(Error::Kind::Refused, u"only from the call's own seat to another"_s);
    return Outcome{{CallHandedOver{incident.id, seat, command.to, m_clock.now()}}, {}};
}

Granted IncidentBook::grant(const Incident &incident, const TransferCall &command, SeatId seat)
{
    static const QRegularExpression number(u"^\\+?\\d{2,15}$"_s);
    if (incident.line != Incident::Line::Connected)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    if (incident.transfer)
        return failure(Error::Kind::Refused, u"a transfer is under way"_s);
    if (!number.match(command.number).hasMatch())
        return failure(Error::Kind::Malformed, u"not a number"_s);
    return Outcome{{TransferBegan{incident.id, command.number, seat, m_clock.now()}},
                   {TransferLine{m_lineOf.value(incident.id), command.number}}};
}

Granted IncidentBook::grant(const Incident &incident, const CallBack &command, SeatId seat)
{
    constexpr qsizetype longest = 500;
    if (incident.line != Incident::Line::Ended)
        return failure(Error::Kind::Expired, u"the line is in use"_s);
    if (incident.number.isEmpty())
        return failure(Error::Kind::NotFound, u"the number is withheld"_s);
    if (command.reason.size() > longest)
        return failure(Error::Kind::Malformed, u"reason too long"_s);
    if (incident.isContactUnsafe() && command.reason.trimmed().isEmpty())
        return failure(Error::Kind::Refused, u"ringing may give the caller away, and no reason was typed"_s);
    return Outcome{{CallBackBegan{incident.id, incident.number, command.reason.trimmed(), seat, m_clock.now()}},
                   {DialLine{incident.id, incident.number}}};
}

Granted IncidentBook::grant(const Incident &incident, const HangUp &, SeatId seat)
{
    if (incident.line != Incident::Line::Connected && incident.line != Incident::Line::CallingBack)
        return failure(Error::Kind::Expired, u"nobody on the line"_s);
    if (incident.seat != seat)
        return failure(Error::Kind::Refused, u"another seat's call"_s);
    if (isGuarded(incident))
        return failure(Error::Kind::Refused, u"the caller has just been asked"_s);
    // The event comes when the line has really gone: LineWentAway.
    return Outcome{{}, {ReleaseLine{m_lineOf.value(incident.id)}}};
}

// ---- who speaks to whom

LineId IncidentBook::lineOf(SeatId seat) const
{
    const auto incident = m_incidents.constFind(m_spoken.value(seat));
    const bool isOnTheLine = incident != m_incidents.constEnd() && incident->line == Incident::Line::Connected;
    return isOnTheLine ? m_lineOf.value(incident->id) : LineId();
}

std::vector<Event> IncidentBook::holdOther(SeatId seat) const
{
    if (const IncidentId other = m_spoken.value(seat); other.isValid())
        return {CallHeld{other, seat, m_clock.now()}};
    return {};
}

// Before the event is applied: whose the call was is still known.
void IncidentBook::followVoices(const Event &event)
{
    const auto begin = [this](const auto &e) { m_spoken.insert(e.seat, e.incident); };
    const auto end = [this](const auto &e) {
        const SeatId seat = m_incidents.value(e.incident).seat;
        if (m_spoken.value(seat) == e.incident)
            m_spoken.remove(seat);
    };
    std::visit(Overloaded{[&](const CallAnswered &e) { begin(e); }, [&](const CallResumed &e) { begin(e); },
                          [&](const CallBackBegan &e) { begin(e); }, [&](const CallHeld &e) { end(e); },
                          [&](const CallHandedOver &e) { end(e); }, [&](const ClaimReturned &e) { end(e); },
                          [&](const LineEnded &e) { end(e); }, [](const auto &) {}},
               event);
}

// ---- what the line does

Outcome IncidentBook::took(const Dialled &input)
{
    const Incident *incident = findOpen(input.incident, "a line that is dialled");
    // Closed in the meantime: nobody waits for the answer.
    if (!incident || incident->line != Incident::Line::CallingBack)
        return {{}, {ReleaseLine{input.line}}};
    m_lines.insert(input.line, incident->id);
    m_lineOf.insert(incident->id, input.line);
    return {};
}

Outcome IncidentBook::took(const LineAnswered &input)
{
    const Incident *incident = findByLine(input.line, "an answer");
    if (!incident || incident->line != Incident::Line::CallingBack)
        return {};
    return {{CallBackAnswered{incident->id, m_clock.now()}}, {RecordLine{input.line, incident->id}}};
}

Outcome IncidentBook::took(const TransferRefused &input)
{
    const Incident *incident = findByLine(input.line, "a refused transfer");
    if (!incident || !incident->transfer)
        return {};
    qCInfo(lcDispatch) << "Incident" << incident->id.value << "is not passed on:" << input.why.detail;
    return {{TransferFailed{incident->id, input.why.kind, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const LineWentAway &input)
{
    const Incident *incident = findByLine(input.line, "the end of a line");
    m_lineOf.remove(m_lines.take(input.line));
    if (!incident)
        return {};
    return {{LineEnded{incident->id, input.how, m_clock.now()}}, {}};
}

// ---- what is kept of it

Outcome IncidentBook::took(const RecordingOpened &input)
{
    return {{RecordingBegan{input.incident, input.file, input.at}}, {}};
}

Outcome IncidentBook::took(const RecordingClosed &input)
{
    return {{RecordingEnded{input.incident, input.file, input.sha256, input.duration, input.cut, m_clock.now()}}, {}};
}

} // namespace knock::dispatch
