// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/event.h"

namespace knock {

/// Takes a ringing call.
struct AnswerCall {
    static constexpr QLatin1StringView name{"answerCall"};
    IncidentId incident;
    bool operator==(const AnswerCall &) const = default;
};

/// Neither hears the caller nor is heard, until somebody takes the call up again.
struct HoldCall {
    static constexpr QLatin1StringView name{"holdCall"};
    IncidentId incident;
    bool operator==(const HoldCall &) const = default;
};

/// Takes a held call up; whoever is first has it.
struct ResumeCall {
    static constexpr QLatin1StringView name{"resumeCall"};
    IncidentId incident;
    bool operator==(const ResumeCall &) const = default;
};

/// Gives the call to another seat, which need not agree.
struct HandOverCall {
    static constexpr QLatin1StringView name{"handOverCall"};
    IncidentId incident;
    SeatId to;
    bool operator==(const HandOverCall &) const = default;
};

/// Passes the caller on to another number (a blind transfer, RFC 5589, 6).
struct TransferCall {
    static constexpr QLatin1StringView name{"transferCall"};
    IncidentId incident;
    QString number;
    bool operator==(const TransferCall &) const = default;
};

/// Rings the caller's number. After a knock it may give the caller away, so it needs a supervisor's reason.
struct CallBack {
    static constexpr QLatin1StringView name{"callBack"};
    IncidentId incident;
    QString reason;
    bool operator==(const CallBack &) const = default;
};

/// Plays the recorded request to press keys, and opens the answer window.
struct AskToPress {
    static constexpr QLatin1StringView name{"askToPress"};
    IncidentId incident;
    bool operator==(const AskToPress &) const = default;
};

struct ConfirmSilentCall {
    static constexpr QLatin1StringView name{"confirmSilentCall"};
    IncidentId incident;
    bool operator==(const ConfirmSilentCall &) const = default;
};

struct DismissKnock {
    static constexpr QLatin1StringView name{"dismissKnock"};
    IncidentId incident;
    bool operator==(const DismissKnock &) const = default;
};

/// The caller speaks in code.
struct MarkCodedTalk {
    static constexpr QLatin1StringView name{"markCodedTalk"};
    IncidentId incident;
    bool operator==(const MarkCodedTalk &) const = default;
};

/// Texts the caller's phone the link to the caller's page.
struct SendInvite {
    static constexpr QLatin1StringView name{"sendInvite"};
    IncidentId incident;
    LinkKind kind = LinkKind::Live;
    QString language = {}; ///< of the text (BCP 47); empty: the agency's own
    bool operator==(const SendInvite &) const = default;
};

/// Says one line to the caller's page.
struct SendMessage {
    static constexpr QLatin1StringView name{"sendMessage"};
    IncidentId incident;
    QString id; ///< see Message::id
    QString text;
    QString phrase = {}; ///< see Message::phrase
    bool operator==(const SendMessage &) const = default;
};

/// A line of the caller's is in front of the operator.
struct ReadMessage {
    static constexpr QLatin1StringView name{"readMessage"};
    IncidentId incident;
    QString message; ///< its id
    bool operator==(const ReadMessage &) const = default;
};

/// The operator is writing. The page shows it for a moment; it is no event.
struct TellTyping {
    static constexpr QLatin1StringView name{"tellTyping"};
    IncidentId incident;
    bool operator==(const TellTyping &) const = default;
};

/// Asks the phone for its other camera, an end of pictures, or a picture of full size.
struct AskCamera {
    static constexpr QLatin1StringView name{"askCamera"};
    IncidentId incident;
    CameraWish wish = CameraWish::Back;
    bool operator==(const AskCamera &) const = default;
};

/// Asks the caller something that keys can answer.
struct AskQuestion {
    static constexpr QLatin1StringView name{"askQuestion"};
    IncidentId incident;
    QString question; ///< which one of the agency's list
    QString text;
    bool operator==(const AskQuestion &) const = default;
};

struct OrderUnit {
    static constexpr QLatin1StringView name{"orderUnit"};
    IncidentId incident;
    QString unit;
    bool operator==(const OrderUnit &) const = default;
};

struct WriteNote {
    static constexpr QLatin1StringView name{"writeNote"};
    IncidentId incident;
    QString text;
    bool operator==(const WriteNote &) const = default;
};

/// See Classified.
struct Classify {
    static constexpr QLatin1StringView name{"classify"};
    IncidentId incident;
    QString category;
    std::optional<Priority> priority;
    bool operator==(const Classify &) const = default;
};

/// Of all that say where the caller is, this one is to be believed.
struct PromoteFix {
    static constexpr QLatin1StringView name{"promoteFix"};
    IncidentId incident;
    Fix::Source source = Fix::Source::Browser;
    bool operator==(const PromoteFix &) const = default;
};

/// Where the caller is, as the operator understood it.
struct PlaceCaller {
    static constexpr QLatin1StringView name{"placeCaller"};
    IncidentId incident;
    double latitude = 0;
    double longitude = 0;
    Metres radius;
    bool operator==(const PlaceCaller &) const = default;
};

struct HangUp {
    static constexpr QLatin1StringView name{"hangUp"};
    IncidentId incident;
    bool operator==(const HangUp &) const = default;
};

struct CloseIncident {
    static constexpr QLatin1StringView name{"closeIncident"};
    IncidentId incident;
    CloseReason reason = CloseReason::Other;
    QString note;
    bool operator==(const CloseIncident &) const = default;
};

/// Takes a closed incident up again.
struct ReopenIncident {
    static constexpr QLatin1StringView name{"reopenIncident"};
    IncidentId incident;
    bool operator==(const ReopenIncident &) const = default;
};

/// Shows what became true of an incident that is not open. It changes nothing and is no event: see Backend::earlier().
struct LookUp {
    static constexpr QLatin1StringView name{"lookUp"};
    IncidentId incident;
    bool operator==(const LookUp &) const = default;
};

/// Shows a part of a file that is kept of an incident: see Backend::piece(). The first part of each is kept in the
/// audit.
struct ReadFile {
    static constexpr QLatin1StringView name{"readFile"};
    IncidentId incident;
    QString file; ///< its name, as RecordingBegan or FileKept told it
    quint64 from = 0; ///< bytes
    bool operator==(const ReadFile &) const = default;
};

/// Makes a read-only page for the units on their way, under a link of its own; the link before it ends.
struct SharePack {
    static constexpr QLatin1StringView name{"sharePack"};
    IncidentId incident;
    bool operator==(const SharePack &) const = default;
};

struct EndPack {
    static constexpr QLatin1StringView name{"endPack"};
    IncidentId incident;
    bool operator==(const EndPack &) const = default;
};

/// Everything an operator can ask for. Never answered: what comes of it is an Event.
using Command = std::variant<AnswerCall, HoldCall, ResumeCall, HandOverCall, TransferCall, CallBack, AskToPress,
                             ConfirmSilentCall, DismissKnock, MarkCodedTalk, AskQuestion, SendInvite, SendMessage,
                             ReadMessage, TellTyping, AskCamera, OrderUnit, WriteNote, Classify, PromoteFix,
                             PlaceCaller, HangUp, CloseIncident, ReopenIncident, LookUp, ReadFile, SharePack, EndPack>;

} // namespace knock
