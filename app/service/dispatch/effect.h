// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/incident.h"

#include <memory>
#include <QUrl>
#include <variant>
#include <vector>

namespace knock::dispatch {

// ---- to the telephone line

struct AnswerLine {
    LineId line;
    bool operator==(const AnswerLine &) const = default;
};

struct PlayPrompt {
    LineId line;
    bool operator==(const PlayPrompt &) const = default;
};

/// Until the line is answered: the recorded request to press keys, ring-back, and over again.
struct AskWhileWaiting {
    LineId line;
    bool operator==(const AskWhileWaiting &) const = default;
};

/// Passes the caller on (SIP REFER); what comes of it is LineWentAway or TransferRefused.
struct TransferLine {
    LineId line;
    QString number;
    bool operator==(const TransferLine &) const = default;
};

/// Rings a number, which becomes a line: see Dialled.
struct DialLine {
    IncidentId incident;
    QString number;
    bool operator==(const DialLine &) const = default;
};

struct ReleaseLine {
    LineId line;
    bool operator==(const ReleaseLine &) const = default;
};

/// Keeps what both sides say, until the line ends.
struct RecordLine {
    LineId line;
    IncidentId incident;
    bool operator==(const RecordLine &) const = default;
};

// ---- to the network's location servers

/// Asks there where the incident's caller is; what comes of it, if anything, is Located.
struct Dereference {
    IncidentId incident;
    QUrl at;
    bool operator==(const Dereference &) const = default;
};

// ---- to the text gateway

struct SendText {
    IncidentId incident;
    QString number;
    QString text;
    bool operator==(const SendText &) const = default;
};

// ---- to the caller's page

/// From now until `expires`, a page that shows `token` belongs to `incident`.
struct AdmitToken {
    IncidentId incident;
    QString token;
    QDateTime expires;
    LinkKind kind = LinkKind::Live;
    bool operator==(const AdmitToken &) const = default;
};

/// Every token of the incident is void; its open pages are told to clear themselves.
struct RevokeTokens {
    IncidentId incident;
    bool operator==(const RevokeTokens &) const = default;
};

/// Gives a visit that has just begun all the chat so far.
struct ShowChat {
    IncidentId incident;
    VisitId visit;
    std::vector<Message> messages;
    bool operator==(const ShowChat &) const = default;
};

/// One new line for every page of the incident, the author's own included (it is the receipt).
struct ShowMessage {
    IncidentId incident;
    Message message;
    bool operator==(const ShowMessage &) const = default;
};

/// A line of the caller's was in front of the operator.
struct ShowRead {
    IncidentId incident;
    QString message; ///< its id
    bool operator==(const ShowRead &) const = default;
};

struct ShowTyping {
    IncidentId incident;
    bool operator==(const ShowTyping &) const = default;
};

/// What an operator wants of the phone's camera.
struct SteerCamera {
    IncidentId incident;
    CameraWish wish = CameraWish::Back;
    bool operator==(const SteerCamera &) const = default;
};

struct PassAnswer {
    IncidentId incident;
    VisitId visit;
    QString sdp;
    bool operator==(const PassAnswer &) const = default;
};

struct PassCandidate {
    IncidentId incident;
    VisitId visit;
    int mediaLine = 0;
    QString candidate;
    bool operator==(const PassCandidate &) const = default;
};

// ---- to the media reception

struct ReceiveCamera {
    IncidentId incident;
    VisitId visit;
    QString sdp;
    bool operator==(const ReceiveCamera &) const = default;
};

struct DropCamera {
    IncidentId incident;
    VisitId visit;
    bool operator==(const DropCamera &) const = default;
};

// ---- to the dispatch system of the agency

/// Passes an order on; what comes of it is CadTook or CadFailed.
struct TellCad {
    std::shared_ptr<const Incident> incident; ///< as it is with the order
    quint64 order = 0; ///< which one of the incident, from 1
    bool operator==(const TellCad &) const = default;
};

// ---- to the page for the units

/// From now until `expires`, who shows `token` may see the incident, as it is and as it goes on: see TellPack.
struct AdmitPack {
    std::shared_ptr<const Incident> incident;
    QString token;
    QDateTime expires;
    bool operator==(const AdmitPack &) const = default;
};

/// What became true of an incident whose page for the units can be opened.
struct TellPack {
    Event event;
    bool operator==(const TellPack &) const = default;
};

struct RevokePack {
    IncidentId incident;
    bool operator==(const RevokePack &) const = default;
};

/// Everything the service can do to the outside. An adapter performs its own kinds and ignores the others.
using Effect = std::variant<AnswerLine, PlayPrompt, AskWhileWaiting, TransferLine, DialLine, ReleaseLine, RecordLine,
                            Dereference, SendText, AdmitToken, RevokeTokens, ShowChat, ShowMessage, ShowRead,
                            ShowTyping, SteerCamera, PassAnswer, PassCandidate, ReceiveCamera, DropCamera, TellCad,
                            AdmitPack, TellPack, RevokePack>;

/// What one input came to. The events are journalled first; only then are they told and the effects done.
struct Outcome {
    std::vector<Event> events;
    std::vector<Effect> effects;
};

} // namespace knock::dispatch
