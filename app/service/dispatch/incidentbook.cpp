// SPDX-License-Identifier: Apache-2.0
#include "app/service/dispatch/incidentbook.h"

#include "app/core/logging.h"

#include <algorithm>

namespace knock::dispatch {

IncidentBook::IncidentBook(const Clock &clock, Rules rules)
    : m_clock(clock)
    , m_rules(std::move(rules))
    , m_phones(m_rules.countryCode)
{
}

void IncidentBook::restore(const Event &event)
{
    const IncidentId incident = incidentOf(event);
    continueAfter(incident);
    apply(m_incidents[incident], event);
    m_phones.take(event);
    // What is closed is kept until all is restored: it may have been opened again.
    if (std::holds_alternative<IncidentReopened>(event))
        m_phones.open(incident, m_incidents.value(incident).number);
}

void IncidentBook::continueAfter(IncidentId last) { m_last = std::max(m_last, last.value); }

std::vector<Event> IncidentBook::endUnminded(const Incident &incident, LineEnd how) const
{
    const QDateTime now = m_clock.now();
    std::vector<Event> gone;
    if (incident.line != Incident::Line::Ended)
        gone.emplace_back(LineEnded{incident.id, how, now});
    if (incident.present)
        gone.emplace_back(PageLeft{incident.id, now});
    // Nobody tries it any more, and nobody knows whether a gateway has it.
    if (incident.invite && !incident.inviteAccepted && !incident.inviteDelivered && !incident.inviteFailed)
        gone.emplace_back(InviteFailed{incident.id, Error::Kind::Expired, now});
    return gone;
}

Outcome IncidentBook::resume()
{
    Outcome outcome;
    m_incidents.removeIf([](const auto &entry) { return !entry.value().isOpen(); });
    for (Incident &incident : m_incidents) {
        std::vector<Event> gone = endUnminded(incident, LineEnd::Lost);
        const std::vector<Event> lost = lostOrders(incident);
        gone.insert(gone.end(), lost.begin(), lost.end());
        for (const Event &event : gone)
            apply(incident, event);
        outcome.events.insert(outcome.events.end(), gone.begin(), gone.end());
        if (const auto admitted = stillAdmitted(incident))
            outcome.effects.emplace_back(*admitted);
        if (const auto shown = stillShown(incident))
            outcome.effects.emplace_back(*shown);
    }
    return outcome;
}

Outcome IncidentBook::take(const Input &input)
{
    Outcome outcome = std::visit([this](const auto &kind) { return took(kind); }, input);
    for (const Event &event : outcome.events) {
        if (std::holds_alternative<Refused>(event))
            continue;
        m_history.take(event);
        m_phones.take(event);
        const IncidentId incident = incidentOf(event);
        // A recording may become whole after its incident was closed; that does not open it again.
        if (!m_incidents.contains(incident) && !std::holds_alternative<CallArrived>(event))
            continue;
        followVoices(event);
        Incident &open = m_incidents[incident];
        const bool wasShown = open.pack.has_value();
        apply(open, event);
        if (wasShown)
            outcome.effects.push_back(open.pack ? Effect(TellPack{event}) : Effect(RevokePack{incident}));
        if (std::holds_alternative<IncidentClosed>(event))
            forget(incident);
    }
    return outcome;
}

const Incident *IncidentBook::findOpen(IncidentId incident, const char *what) const
{
    const auto it = m_incidents.constFind(incident);
    if (it != m_incidents.constEnd())
        return &*it;
    qCInfo(lcDispatch) << "Ignoring" << what << "for incident" << incident.value << "which is not open";
    return nullptr;
}

const Incident *IncidentBook::findByLine(LineId line, const char *what) const
{
    const auto it = m_lines.constFind(line);
    if (it != m_lines.constEnd())
        return findOpen(*it, what);
    qCInfo(lcDispatch) << "Ignoring" << what << "on line" << line.value << "which belongs to no open incident";
    return nullptr;
}

void IncidentBook::forget(IncidentId incident)
{
    m_incidents.remove(incident);
    m_lines.remove(m_lineOf.take(incident));
    m_visits.remove(incident);
    m_camera.remove(incident);
}

// ---- the telephone line

Outcome IncidentBook::took(const Rang &input)
{
    const IncidentId incident{++m_last};
    m_lines.insert(input.line, incident);
    m_lineOf.insert(incident, input.line);
    const QDateTime now = m_clock.now();
    Outcome outcome{{CallArrived{incident, input.number, now, m_history.of(input.number, now)}}, {}};
    if (const auto fix = m_phones.takeKept(input.number, now))
        outcome.events.emplace_back(CallerLocated{incident, *fix, now});
    if (m_rules.askWhileWaiting)
        outcome.effects.emplace_back(AskWhileWaiting{input.line});
    return outcome;
}

Outcome IncidentBook::took(const Pressed &input)
{
    const Incident *incident = findByLine(input.line, "a key press");
    if (!incident)
        return {};
    const bool prompted = incident->prompting || (incident->windowEnds && input.at <= *incident->windowEnds);
    Outcome outcome{{KeyPressed{incident->id, input.press, input.key, input.carrier, input.level, prompted, input.at}},
                    {}};
    const QString digits = incident->windowKeys + input.key;
    if (prompted && incident->knock != Incident::Knock::Confirmed && m_rules.knock.isMetBy(digits)) {
        const QDateTime first = incident->firstWindowKey.value_or(input.at);
        const QDateTime promptEnd = incident->promptEnded.value_or(input.at);
        outcome.events.emplace_back(KnockHeard{incident->id, digits,
                                               std::chrono::milliseconds(promptEnd.msecsTo(first)),
                                               digits.size() >= m_rules.trainLength, m_clock.now()});
    } else if (incident->isAsking && !prompted) {
        if (const auto answer = answerBy(*incident, input))
            outcome.events.emplace_back(*answer);
    }
    return outcome;
}

std::optional<QuestionAnswered> IncidentBook::answerBy(const Incident &incident, const Pressed &pressed) const
{
    const Incident::Question &question = incident.questions.back();
    QuestionAnswered answer{incident.id, question.asked.question, Answer::Unclear, pressed.key, m_clock.now()};
    if (m_rules.answers == Rules::Answers::ByKey) {
        if (pressed.key != u'1' && pressed.key != u'2')
            return std::nullopt;
        answer.answer = pressed.key == u'1' ? Answer::Yes : Answer::No;
        return answer;
    }
    const QDateTime &before = incident.presses.empty() ? question.asked.at : incident.presses.back().at;
    if (question.answered && pressed.at - before <= m_rules.countPause)
        answer.keys = question.answered->keys + pressed.key;
    answer.answer = answer.keys.size() == 1 ? Answer::Yes : answer.keys.size() == 2 ? Answer::No : Answer::Unclear;
    return answer;
}

Outcome IncidentBook::took(const PressedToo &input)
{
    const Incident *incident = findByLine(input.line, "a second carrier of a key press");
    if (!incident)
        return {};
    return {{PressCorroborated{incident->id, input.press, input.carrier, input.level, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const PromptBegan &input)
{
    const Incident *incident = findByLine(input.line, "the beginning of a prompt");
    // Somebody may have answered in the meantime; the prompt has been cut off then.
    if (!incident || incident->line != Incident::Line::Ringing)
        return {};
    return {{PromptStarted{incident->id, SeatId(), m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const PromptPlayed &input)
{
    const Incident *incident = findByLine(input.line, "the end of a prompt");
    if (!incident || !incident->prompting)
        return {};
    const QDateTime now = m_clock.now();
    return {{PromptEnded{incident->id, now, now.addDuration(m_rules.answerWindow)}}, {}};
}

Outcome IncidentBook::took(const LocatedByCall &input)
{
    const Incident *incident = findByLine(input.line, "a location");
    return incident ? took(Located{incident->id, input.fix}) : Outcome{};
}

Outcome IncidentBook::took(const PlaceReferred &input)
{
    const Incident *incident = findByLine(input.line, "a location elsewhere");
    return incident ? Outcome{{}, {Dereference{incident->id, input.at}}} : Outcome{};
}

Outcome IncidentBook::took(const LocatedByPhone &input)
{
    const IncidentId incident = m_phones.incidentOf(input.number);
    if (incident.isValid())
        return took(Located{incident, input.fix});
    if (input.fix.isValid())
        m_phones.keep(input.number, input.fix, m_clock.now());
    return {};
}

Outcome IncidentBook::took(const SaidByCall &input)
{
    const Incident *incident = findByLine(input.line, "a chat line");
    return incident ? took(Said{incident->id, input.id, input.text}) : Outcome{};
}

} // namespace knock::dispatch
