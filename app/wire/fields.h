// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/audit.h"
#include "app/core/command.h"
#include "app/core/event.h"
#include "app/wire/shape.h"

#include <array>

namespace knock::wire {

// What stands in each event, command and audit entry: one line a kind, read by the encoder and the decoder alike.

KNOCK_SHAPE(Fix, field("latitude", &T::latitude), field("longitude", &T::longitude), field("radius", &T::radius),
            field("source", &T::source), field("at", &T::at), field("confidence", &T::confidence),
            field("speed", &T::speed), field("heading", &T::heading))
KNOCK_SHAPE(Message, field("id", &T::id), field("author", &T::author), field("text", &T::text), field("at", &T::at),
            field("phrase", &T::phrase))
KNOCK_SHAPE(Error, field("kind", &T::kind), field("detail", &T::detail))

KNOCK_SHAPE(EarlierCall, field("incident", &T::incident), field("at", &T::at), field("silent", &T::silent),
            field("abandoned", &T::abandoned))
KNOCK_SHAPE(EarlierCalls, field("silent", &T::silent), field("abandoned", &T::abandoned), field("last", &T::last),
            field("calls", &T::calls))

KNOCK_SHAPE(CallArrived, field("incident", &T::incident), field("number", &T::number), field("at", &T::at),
            field("earlier", &T::earlier))
KNOCK_SHAPE(CallAnswered, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(CallHeld, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(CallResumed, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(CallHandedOver, field("incident", &T::incident), field("seat", &T::seat), field("to", &T::to),
            field("at", &T::at))
KNOCK_SHAPE(TransferBegan, field("incident", &T::incident), field("number", &T::number), field("seat", &T::seat),
            field("at", &T::at))
KNOCK_SHAPE(TransferFailed, field("incident", &T::incident), field("why", &T::why), field("at", &T::at))
KNOCK_SHAPE(CallBackBegan, field("incident", &T::incident), field("number", &T::number), field("reason", &T::reason),
            field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(CallBackAnswered, field("incident", &T::incident), field("at", &T::at))
KNOCK_SHAPE(RecordingBegan, field("incident", &T::incident), field("file", &T::file), field("at", &T::at))
KNOCK_SHAPE(RecordingEnded, field("incident", &T::incident), field("file", &T::file), field("sha256", &T::sha256),
            field("duration", &T::duration), field("cut", &T::cut), field("at", &T::at))
KNOCK_SHAPE(PromptStarted, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(PromptEnded, field("incident", &T::incident), field("at", &T::at), field("windowEnds", &T::windowEnds))
KNOCK_SHAPE(KeyPressed, field("incident", &T::incident), field("press", &T::press), field("key", &T::key),
            field("carrier", &T::carrier), field("level", &T::level), field("prompted", &T::prompted),
            field("at", &T::at))
KNOCK_SHAPE(PressCorroborated, field("incident", &T::incident), field("press", &T::press),
            field("carrier", &T::carrier), field("level", &T::level), field("at", &T::at))
KNOCK_SHAPE(KnockHeard, field("incident", &T::incident), field("digits", &T::digits),
            field("afterPrompt", &T::afterPrompt), field("train", &T::train), field("at", &T::at))
KNOCK_SHAPE(SilentCallConfirmed, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(KnockDismissed, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(CodedTalkMarked, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(QuestionAsked, field("incident", &T::incident), field("question", &T::question), field("text", &T::text),
            field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(QuestionAnswered, field("incident", &T::incident), field("question", &T::question),
            field("answer", &T::answer), field("keys", &T::keys), field("at", &T::at))
KNOCK_SHAPE(LineEnded, field("incident", &T::incident), field("how", &T::how), field("at", &T::at))
KNOCK_SHAPE(InviteSent, field("incident", &T::incident), field("token", &T::token), field("number", &T::number),
            field("text", &T::text), field("link", &T::link), field("at", &T::at), field("expires", &T::expires),
            field("kind", &T::kind), field("language", &T::language))
KNOCK_SHAPE(InviteAccepted, field("incident", &T::incident), field("gateway", &T::gateway), field("at", &T::at))
KNOCK_SHAPE(InviteDelayed, field("incident", &T::incident), field("gateway", &T::gateway), field("why", &T::why),
            field("at", &T::at))
KNOCK_SHAPE(InviteDelivered, field("incident", &T::incident), field("at", &T::at))
KNOCK_SHAPE(InviteFailed, field("incident", &T::incident), field("why", &T::why), field("at", &T::at))
KNOCK_SHAPE(LinkFetched, field("incident", &T::incident), field("byRobot", &T::byRobot), field("at", &T::at))
KNOCK_SHAPE(PageOpened, field("incident", &T::incident), field("at", &T::at), field("language", &T::language))
KNOCK_SHAPE(PageChanged, field("incident", &T::incident), field("face", &T::face), field("at", &T::at))
KNOCK_SHAPE(PageLeft, field("incident", &T::incident), field("at", &T::at), field("fled", &T::fled))
KNOCK_SHAPE(PermissionDecided, field("incident", &T::incident), field("permission", &T::permission),
            field("decision", &T::decision), field("at", &T::at))
KNOCK_SHAPE(CallerLocated, field("incident", &T::incident), field("fix", &T::fix), field("at", &T::at))
KNOCK_SHAPE(CameraAsked, field("incident", &T::incident), field("wish", &T::wish), field("seat", &T::seat),
            field("at", &T::at))
KNOCK_SHAPE(CameraStarted, field("incident", &T::incident), field("at", &T::at), field("path", &T::path))
KNOCK_SHAPE(CameraStopped, field("incident", &T::incident), field("at", &T::at))
KNOCK_SHAPE(FileKept, field("incident", &T::incident), field("kind", &T::kind), field("file", &T::file),
            field("sha256", &T::sha256), field("bytes", &T::bytes), field("at", &T::at))
KNOCK_SHAPE(MessageSent, field("incident", &T::incident), field("message", &T::message))
KNOCK_SHAPE(MessageSeen, field("incident", &T::incident), field("message", &T::message), field("read", &T::read),
            field("at", &T::at))
KNOCK_SHAPE(UnitOrdered, field("incident", &T::incident), field("unit", &T::unit), field("seat", &T::seat),
            field("at", &T::at))
KNOCK_SHAPE(OrderTaken, field("incident", &T::incident), field("order", &T::order), field("at", &T::at))
KNOCK_SHAPE(OrderFailed, field("incident", &T::incident), field("order", &T::order), field("why", &T::why),
            field("at", &T::at))
KNOCK_SHAPE(NoteWritten, field("incident", &T::incident), field("text", &T::text), field("seat", &T::seat),
            field("at", &T::at))
KNOCK_SHAPE(Classified, field("incident", &T::incident), field("category", &T::category),
            field("priority", &T::priority), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(FixPromoted, field("incident", &T::incident), field("source", &T::source), field("seat", &T::seat),
            field("at", &T::at))
KNOCK_SHAPE(ClaimReturned, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(IncidentClosed, field("incident", &T::incident), field("reason", &T::reason), field("note", &T::note),
            field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(IncidentReopened, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(PackShared, field("incident", &T::incident), field("token", &T::token), field("link", &T::link),
            field("seat", &T::seat), field("at", &T::at), field("expires", &T::expires))
KNOCK_SHAPE(PackOpened, field("incident", &T::incident), field("at", &T::at))
KNOCK_SHAPE(PackEnded, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(Refused, field("incident", &T::incident), field("seat", &T::seat), field("asked", &T::asked),
            field("why", &T::why), field("at", &T::at))

KNOCK_SHAPE(AnswerCall, field("incident", &T::incident))
KNOCK_SHAPE(HoldCall, field("incident", &T::incident))
KNOCK_SHAPE(ResumeCall, field("incident", &T::incident))
KNOCK_SHAPE(HandOverCall, field("incident", &T::incident), field("to", &T::to))
KNOCK_SHAPE(TransferCall, field("incident", &T::incident), field("number", &T::number))
KNOCK_SHAPE(CallBack, field("incident", &T::incident), field("reason", &T::reason))
KNOCK_SHAPE(AskToPress, field("incident", &T::incident))
KNOCK_SHAPE(ConfirmSilentCall, field("incident", &T::incident))
KNOCK_SHAPE(DismissKnock, field("incident", &T::incident))
KNOCK_SHAPE(MarkCodedTalk, field("incident", &T::incident))
KNOCK_SHAPE(AskQuestion, field("incident", &T::incident), field("question", &T::question), field("text", &T::text))
KNOCK_SHAPE(SendInvite, field("incident", &T::incident), field("kind", &T::kind), field("language", &T::language))
KNOCK_SHAPE(SendMessage, field("incident", &T::incident), field("id", &T::id), field("text", &T::text),
            field("phrase", &T::phrase))
KNOCK_SHAPE(ReadMessage, field("incident", &T::incident), field("message", &T::message))
KNOCK_SHAPE(TellTyping, field("incident", &T::incident))
KNOCK_SHAPE(AskCamera, field("incident", &T::incident), field("wish", &T::wish))
KNOCK_SHAPE(OrderUnit, field("incident", &T::incident), field("unit", &T::unit))
KNOCK_SHAPE(WriteNote, field("incident", &T::incident), field("text", &T::text))
KNOCK_SHAPE(Classify, field("incident", &T::incident), field("category", &T::category), field("priority", &T::priority))
KNOCK_SHAPE(PromoteFix, field("incident", &T::incident), field("source", &T::source))
KNOCK_SHAPE(PlaceCaller, field("incident", &T::incident), field("latitude", &T::latitude),
            field("longitude", &T::longitude), field("radius", &T::radius))
KNOCK_SHAPE(HangUp, field("incident", &T::incident))
KNOCK_SHAPE(CloseIncident, field("incident", &T::incident), field("reason", &T::reason), field("note", &T::note))
KNOCK_SHAPE(ReopenIncident, field("incident", &T::incident))
KNOCK_SHAPE(LookUp, field("incident", &T::incident))
KNOCK_SHAPE(ReadFile, field("incident", &T::incident), field("file", &T::file), field("from", &T::from))
KNOCK_SHAPE(SharePack, field("incident", &T::incident))
KNOCK_SHAPE(EndPack, field("incident", &T::incident))

KNOCK_SHAPE(ServiceStarted, field("version", &T::version), field("at", &T::at))
KNOCK_SHAPE(SignedIn, field("seat", &T::seat), field("user", &T::user), field("roles", &T::roles),
            field("position", &T::position), field("at", &T::at))
KNOCK_SHAPE(SignInFailed, field("user", &T::user), field("why", &T::why), field("at", &T::at))
KNOCK_SHAPE(SignedOut, field("seat", &T::seat), field("user", &T::user), field("how", &T::how), field("at", &T::at))
KNOCK_SHAPE(SeatLocked, field("seat", &T::seat), field("user", &T::user), field("at", &T::at))
KNOCK_SHAPE(SeatUnlocked, field("seat", &T::seat), field("user", &T::user), field("at", &T::at))
KNOCK_SHAPE(CameraWatched, field("incident", &T::incident), field("seat", &T::seat), field("began", &T::began),
            field("at", &T::at))
KNOCK_SHAPE(RecordViewed, field("incident", &T::incident), field("seat", &T::seat), field("at", &T::at))
KNOCK_SHAPE(FilePlayed, field("incident", &T::incident), field("seat", &T::seat), field("user", &T::user),
            field("file", &T::file), field("at", &T::at))
KNOCK_SHAPE(Exported, field("incident", &T::incident), field("seat", &T::seat), field("user", &T::user),
            field("sha256", &T::sha256), field("redacted", &T::redacted), field("at", &T::at))
KNOCK_SHAPE(AuditRead, field("seat", &T::seat), field("user", &T::user), field("filter", &T::filter),
            field("at", &T::at))
KNOCK_SHAPE(SettingChanged, field("user", &T::user), field("setting", &T::setting), field("at", &T::at))
KNOCK_SHAPE(UserChanged, field("by", &T::by), field("user", &T::user), field("what", &T::what), field("at", &T::at))
KNOCK_SHAPE(HoldChanged, field("incident", &T::incident), field("user", &T::user), field("held", &T::held),
            field("reason", &T::reason), field("at", &T::at))
KNOCK_SHAPE(Erased, field("incident", &T::incident), field("what", &T::what), field("at", &T::at))

/// The words of an enumeration on the wire, in the order of its values.
template <typename T>
struct Words;

template <>
struct Words<Error::Kind> {
    static constexpr std::array words{"refused", "notFound", "unreachable", "malformed", "expired", "full", "broken"};
};
template <>
struct Words<Role> {
    static constexpr std::array words{"callTaker", "supervisor", "trainer", "administrator", "auditor"};
};
template <>
struct Words<SignOut> {
    static constexpr std::array words{"left", "expired", "revoked"};
};
template <>
struct Words<Answer> {
    static constexpr std::array words{"yes", "no", "unclear"};
};
template <>
struct Words<LineEnd> {
    static constexpr std::array words{"cancelled", "hungUp", "released", "lost", "transferred", "unreached"};
};
template <>
struct Words<CloseReason> {
    static constexpr std::array words{"helpSent", "mistake", "testCall", "noNeed", "handedOver", "other"};
};
template <>
struct Words<LinkKind> {
    static constexpr std::array words{"live", "location", "upload"};
};
template <>
struct Words<PageFace> {
    static constexpr std::array words{"plain", "disguised", "black"};
};
template <>
struct Words<Permission> {
    static constexpr std::array words{"location", "camera"};
};
template <>
struct Words<Decision> {
    static constexpr std::array words{"granted", "denied", "lacking"};
};
template <>
struct Words<CameraWish> {
    static constexpr std::array words{"back", "front", "off", "snapshot"};
};
template <>
struct Words<PicturePath> {
    static constexpr std::array words{"stream", "stills"};
};
template <>
struct Words<FileKind> {
    static constexpr std::array words{"snapshot", "photo", "film"};
};
template <>
struct Words<Carrier> {
    static constexpr std::array words{"event", "info", "tone"};
};
template <>
struct Words<Fix::Source> {
    static constexpr std::array words{"browser", "cell", "sip", "aml", "typed"};
};
template <>
struct Words<Priority> {
    static constexpr std::array words{"code0", "code1", "code2", "code3", "code4"};
};
template <>
struct Words<Message::Author> {
    static constexpr std::array words{"caller", "operator"};
};

} // namespace knock::wire
