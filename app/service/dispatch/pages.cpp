// SPDX-License-Identifier: Apache-2.0
// From the text with the link to the last picture: a part of IncidentBook.
#include "app/core/logging.h"
#include "app/service/dispatch/incidentbook.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace knock::dispatch {

using Granted = std::expected<Outcome, Error>;

constexpr qsizetype longestLanguage = 35; // RFC 5646, 4.4.1
constexpr size_t mostLines = 5000; // of one chat; whoever has the link must not fill the service with them

// ---- the text gateway

Outcome IncidentBook::took(const TextAccepted &input)
{
    if (!findOpen(input.incident, "an accepted text"))
        return {};
    return {{InviteAccepted{input.incident, input.gateway, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const TextDelayed &input)
{
    qCWarning(lcDispatch) << "A text for incident" << input.incident.value << "waits:" << input.why.detail;
    if (!findOpen(input.incident, "a delayed text"))
        return {};
    return {{InviteDelayed{input.incident, input.gateway, input.why.kind, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const TextDelivered &input)
{
    if (!findOpen(input.incident, "a delivered text"))
        return {};
    return {{InviteDelivered{input.incident, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const TextFailed &input)
{
    qCWarning(lcDispatch) << "No text for incident" << input.incident.value << ":" << input.why.detail;
    if (!findOpen(input.incident, "a failed text"))
        return {};
    return {{InviteFailed{input.incident, input.why.kind, m_clock.now()}}, {}};
}

// ---- the caller's page

Outcome IncidentBook::took(const Fetched &input)
{
    const Incident *incident = findOpen(input.incident, "a fetched link");
    if (!incident || (input.byRobot ? incident->previewed : incident->fetched))
        return {};
    return {{LinkFetched{incident->id, input.byRobot, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const Opened &input)
{
    const Incident *incident = findOpen(input.incident, "an opened page");
    if (!incident)
        return {};
    Outcome outcome{{}, {ShowChat{incident->id, input.visit, incident->chat}}};
    QSet<VisitId> &visits = m_visits[incident->id];
    if (visits.isEmpty())
        outcome.events.emplace_back(PageOpened{incident->id, m_clock.now(),
                                               input.language.first(std::min(input.language.size(), longestLanguage))});
    visits.insert(input.visit);
    return outcome;
}

Outcome IncidentBook::took(const FaceShown &input)
{
    const Incident *incident = findOpen(input.incident, "a changed page");
    if (!incident || incident->face == input.face)
        return {};
    return {{PageChanged{incident->id, input.face, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const PermissionSaid &input)
{
    const Incident *incident = findOpen(input.incident, "a permission");
    if (!incident)
        return {};
    const auto &before = input.permission == Permission::Location ? incident->location : incident->cameraUse;
    if (before && before->decision == input.decision)
        return {};
    return {{PermissionDecided{incident->id, input.permission, input.decision, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const Left &input)
{
    const Incident *incident = findOpen(input.incident, "a left page");
    if (!incident)
        return {};
    Outcome outcome = stopCamera(*incident, input.visit);
    QSet<VisitId> &visits = m_visits[incident->id];
    const bool wasOpen = visits.remove(input.visit);
    // Who flees is gone, whatever sockets of the phone have not been noticed to be dead.
    if (input.fled)
        visits.clear();
    if (wasOpen && visits.isEmpty())
        outcome.events.emplace_back(PageLeft{incident->id, m_clock.now(), input.fled});
    if (const auto admitted = stillAdmitted(*incident))
        outcome.effects.emplace_back(*admitted);
    return outcome;
}

std::optional<AdmitToken> IncidentBook::stillAdmitted(const Incident &incident) const
{
    if (!incident.invite)
        return std::nullopt;
    const QDateTime now = m_clock.now();
    const QDateTime again = now.addDuration(m_rules.inviteLifetime);
    const QDateTime expires = incident.opened ? std::max(again, incident.invite->expires) : incident.invite->expires;
    return expires > now
        ? std::optional(AdmitToken{incident.id, incident.invite->token, expires, incident.invite->kind})
        : std::nullopt;
}

Outcome IncidentBook::took(const Located &input)
{
    if (!findOpen(input.incident, "a location"))
        return {};
    if (!input.fix.isValid()) {
        m_nowhere.add();
        return {};
    }
    return {{CallerLocated{input.incident, input.fix, m_clock.now()}}, {}};
}

Outcome IncidentBook::took(const Said &input)
{
    const Incident *incident = findOpen(input.incident, "a chat line");
    const bool isLine = !input.id.isEmpty() && !input.text.isEmpty() && input.text.size() <= Message::longest
        && input.phrase.size() <= Message::longestPhrase;
    if (!incident || !isLine)
        return {};
    const auto known = std::ranges::find(incident->chat, input.id, &Message::id);
    // A page that lost its connection sends the line again: the same receipt, but no second line.
    if (known != incident->chat.end())
        return {{}, {ShowMessage{incident->id, *known}}};
    if (incident->chat.size() >= mostLines) {
        m_linesTooMany.add();
        return {};
    }
    const Message message{input.id, Message::Author::Caller, input.text, m_clock.now(), input.phrase};
    return {{MessageSent{incident->id, message}}, {ShowMessage{incident->id, message}}};
}

Outcome IncidentBook::took(const Seen &input)
{
    const Incident *incident = findOpen(input.incident, "a seen line");
    if (!incident)
        return {};
    const auto line = std::ranges::find(incident->chat, input.message, &Message::id);
    const bool isNews = line != incident->chat.end() && line->author == Message::Author::Operator
        && !(input.read ? line->read : line->delivered);
    return isNews ? Outcome{{MessageSeen{incident->id, input.message, input.read, m_clock.now()}}, {}} : Outcome{};
}

// A file that was on its way when the incident was closed is kept like the others.
Outcome IncidentBook::took(const FileCame &input)
{
    return {{FileKept{input.incident, input.kind, input.file, input.sha256, input.bytes, m_clock.now()}}, {}};
}

bool IncidentBook::isTextUnderway(const Incident &incident) const
{
    if (!incident.invite || incident.inviteFailed)
        return false;
    const std::chrono::milliseconds age = m_clock.now() - incident.invite->at;
    const bool isTaken = incident.inviteAccepted || incident.inviteDelivered;
    // A clock that was set back must not close the way to another text.
    return age >= std::chrono::milliseconds(0) && age < (isTaken ? m_rules.textPause : m_rules.textPatience);
}

Granted IncidentBook::grant(const Incident &incident, const SendInvite &command, SeatId)
{
    const QDateTime now = m_clock.now();
    const QString language = command.language.isEmpty() ? m_rules.language : command.language;
    if (language.size() > longestLanguage)
        return failure(Error::Kind::Malformed, u"no language"_s);
    if (incident.number.isEmpty())
        return failure(Error::Kind::NotFound, u"the caller's number is withheld"_s);
    // Who knocked while waiting and then hung up must not be left without a word.
    if (incident.line == Incident::Line::Ringing)
        return failure(Error::Kind::Refused, u"a ringing call is answered first"_s);
    if (isTextUnderway(incident))
        return failure(Error::Kind::Refused, u"a text has just been sent, or is on its way"_s);

    // A second text carries the same link: the first may still be on its way, and both must open the same page.
    const auto admitted = stillAdmitted(incident);
    const QString token = admitted ? admitted->token : m_rules.makeToken();
    const QDateTime expires = now.addDuration(m_rules.inviteLifetime);
    const QString link = m_rules.linkBase + token;
    const InviteSent sent{incident.id, token, incident.number, m_rules.composeText(command.kind, language, link),
                          link,        now,   expires,         command.kind,
                          language};
    return Outcome{
        {sent}, {AdmitToken{incident.id, token, expires, command.kind}, SendText{incident.id, sent.number, sent.text}}};
}

Granted IncidentBook::grant(const Incident &incident, const SendMessage &command, SeatId)
{
    if (command.id.isEmpty() || command.text.trimmed().isEmpty() || command.text.size() > Message::longest
        || command.phrase.size() > Message::longestPhrase)
        return failure(Error::Kind::Malformed, u"empty or too long"_s);
    if (!incident.invite)
        return failure(Error::Kind::Refused, u"no link has been sent"_s);
    if (std::ranges::contains(incident.chat, command.id, &Message::id))
        return Outcome{}; // a desk that lost the service says again what may not have arrived
    const Message message{command.id, Message::Author::Operator, command.text, m_clock.now(), command.phrase};
    return Outcome{{MessageSent{incident.id, message}}, {ShowMessage{incident.id, message}}};
}

Granted IncidentBook::grant(const Incident &incident, const ReadMessage &command, SeatId seat)
{
    // Somebody who only looks on is not who the caller talks to.
    if (incident.seat.isValid() && incident.seat != seat)
        return failure(Error::Kind::Refused, u"another seat's call"_s);
    const auto line = std::ranges::find(incident.chat, command.message, &Message::id);
    if (line == incident.chat.end() || line->author != Message::Author::Caller)
        return failure(Error::Kind::NotFound, u"no such line of the caller"_s);
    if (line->read)
        return Outcome{};
    return Outcome{{MessageSeen{incident.id, command.message, true, m_clock.now()}},
                   {ShowRead{incident.id, command.message}}};
}

Granted IncidentBook::grant(const Incident &incident, const TellTyping &, SeatId)
{
    return incident.present ? Outcome{{}, {ShowTyping{incident.id}}} : Outcome{};
}

// ---- the camera

Granted IncidentBook::grant(const Incident &incident, const AskCamera &command, SeatId seat)
{
    if (!incident.present)
        return failure(Error::Kind::Expired, u"no page is open"_s);
    return Outcome{{CameraAsked{incident.id, command.wish, seat, m_clock.now()}},
                   {SteerCamera{incident.id, command.wish}}};
}

Outcome IncidentBook::took(const CameraOffered &input)
{
    if (!findOpen(input.incident, "a camera"))
        return {};
    return {{}, {ReceiveCamera{input.incident, input.visit, input.sdp}}};
}

Outcome IncidentBook::took(const CameraWithdrawn &input)
{
    const Incident *incident = findOpen(input.incident, "the end of a camera");
    return incident ? stopCamera(*incident, input.visit) : Outcome{};
}

Outcome IncidentBook::took(const CameraAnswered &input)
{
    return {{}, {PassAnswer{input.incident, input.visit, input.sdp}}};
}

Outcome IncidentBook::took(const CandidateFound &input)
{
    return {{}, {PassCandidate{input.incident, input.visit, input.mediaLine, input.candidate}}};
}

Outcome IncidentBook::took(const PictureSeen &input)
{
    const Incident *incident = findOpen(input.incident, "a picture");
    if (!incident)
        return {};
    m_camera.insert(incident->id, input.visit);
    if (incident->camera && incident->path == input.path)
        return {};
    return {{CameraStarted{incident->id, m_clock.now(), input.path}}, {}};
}

Outcome IncidentBook::took(const PictureLost &input)
{
    const Incident *incident = findOpen(input.incident, "a lost picture");
    if (!incident || m_camera.value(incident->id) != input.visit || !incident->camera)
        return {};
    return {{CameraStopped{incident->id, m_clock.now()}}, {}};
}

Outcome IncidentBook::stopCamera(const Incident &incident, VisitId visit)
{
    Outcome outcome{{}, {DropCamera{incident.id, visit}}};
    if (m_camera.value(incident.id) == visit) {
        m_camera.remove(incident.id);
        if (incident.camera)
            outcome.events.emplace_back(CameraStopped{incident.id, m_clock.now()});
    }
    return outcome;
}

} // namespace knock::dispatch
