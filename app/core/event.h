// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/deskevent.h"
#include "app/core/pageevent.h"
#include "app/core/press.h"

#include <chrono>
#include <variant>
#include <vector>

namespace knock {

/// How a telephone call came to its end.
enum class LineEnd {
    Cancelled, ///< the caller gave up before anyone answered (SIP CANCEL)
    HungUp, ///< the caller said BYE
    Released, ///< this side ended it
    Lost, ///< no packet for too long, or the transport broke
    Transferred, ///< another number took the caller over (SIP REFER)
    Unreached ///< called back, and nobody answered
};

/// What the keys said to a question.
enum class Answer { Yes, No, Unclear };

/// A call of the same number, as the next operator should know it.
struct EarlierCall {
    IncidentId incident;
    QDateTime at; ///< when it came
    bool silent = false; ///< with a knock that nobody judged to be none
    bool abandoned = false; ///< it ended before anybody answered
    bool operator==(const EarlierCall &) const = default;
};

/// What the same number did in the day before.
struct EarlierCalls {
    quint64 silent = 0; ///< calls with a knock that nobody judged to be none
    quint64 abandoned = 0; ///< calls that ended before anybody answered
    QDateTime last; ///< when the newest of them came
    std::vector<EarlierCall> calls = {}; ///< the newest of all, answered ones too; the newest first
    bool operator==(const EarlierCalls &) const = default;
};

/// A caller is on the line.
struct CallArrived {
    static constexpr QLatin1StringView name{"callArrived"};
    IncidentId incident;
    QString number; ///< as the network presents it; empty when withheld
    QDateTime at;
    std::optional<EarlierCalls> earlier = {}; ///< none when there were none
    bool operator==(const CallArrived &) const = default;
};

struct CallAnswered {
    static constexpr QLatin1StringView name{"callAnswered"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const CallAnswered &) const = default;
};

/// The operator neither hears the caller nor is heard. The line itself goes on listening and recording.
struct CallHeld {
    static constexpr QLatin1StringView name{"callHeld"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const CallHeld &) const = default;
};

/// A seat took a held call up, which is its own from now on.
struct CallResumed {
    static constexpr QLatin1StringView name{"callResumed"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const CallResumed &) const = default;
};

/// The call was given to another seat, and is held until somebody takes it up.
struct CallHandedOver {
    static constexpr QLatin1StringView name{"callHandedOver"};
    IncidentId incident;
    SeatId seat; ///< who gave it
    SeatId to;
    QDateTime at;
    bool operator==(const CallHandedOver &) const = default;
};

/// The caller is being passed on to another number. It ends with LineEnded or TransferFailed.
struct TransferBegan {
    static constexpr QLatin1StringView name{"transferBegan"};
    IncidentId incident;
    QString number;
    SeatId seat;
    QDateTime at;
    bool operator==(const TransferBegan &) const = default;
};

/// The other number did not take the caller, who is still here.
struct TransferFailed {
    static constexpr QLatin1StringView name{"transferFailed"};
    IncidentId incident;
    Error::Kind why = Error::Kind::Unreachable;
    QDateTime at;
    bool operator==(const TransferFailed &) const = default;
};

/// The caller's number is being rung, which anybody beside the caller can hear.
struct CallBackBegan {
    static constexpr QLatin1StringView name{"callBackBegan"};
    IncidentId incident;
    QString number;
    QString reason; ///< typed; never empty after a knock
    SeatId seat;
    QDateTime at;
    bool operator==(const CallBackBegan &) const = default;
};

/// Somebody took the call that rang them back.
struct CallBackAnswered {
    static constexpr QLatin1StringView name{"callBackAnswered"};
    IncidentId incident;
    QDateTime at;
    bool operator==(const CallBackAnswered &) const = default;
};

/// What both sides say, or what the caller's camera shows, is being kept from now on.
struct RecordingBegan {
    static constexpr QLatin1StringView name{"recordingBegan"};
    IncidentId incident;
    QString file; ///< its name in the folder of recordings; how it ends tells what it is, see isOfCamera()
    QDateTime at; ///< of its first sample or picture
    bool operator==(const RecordingBegan &) const = default;
};

/// Matroska's names (RFC 9559, 27.2): `.mka` is sound alone, `.mkv` has pictures.
[[nodiscard]] inline bool isOfCamera(QStringView recording) { return recording.endsWith(QLatin1StringView(".mkv")); }

/// A recording is whole. May come after its incident was closed.
struct RecordingEnded {
    static constexpr QLatin1StringView name{"recordingEnded"};
    IncidentId incident;
    QString file;
    QString sha256; ///< of the file, hexadecimal
    std::chrono::milliseconds duration{0};
    bool cut = false; ///< the service died in it, or the disk did not take all of it
    QDateTime at;
    bool operator==(const RecordingEnded &) const = default;
};

/// The caller is being asked to press keys.
struct PromptStarted {
    static constexpr QLatin1StringView name{"promptStarted"};
    IncidentId incident;
    SeatId seat; ///< none when the caller is asked while waiting
    QDateTime at;
    bool operator==(const PromptStarted &) const = default;
};

/// The prompt has been heard to its end; the answer window is open until `windowEnds`.
struct PromptEnded {
    static constexpr QLatin1StringView name{"promptEnded"};
    IncidentId incident;
    QDateTime at;
    QDateTime windowEnds;
    bool operator==(const PromptEnded &) const = default;
};

/// One key press, told as soon as the first of its carriers brings it. Its parts are those of a Press.
struct KeyPressed {
    static constexpr QLatin1StringView name{"keyPressed"};
    IncidentId incident;
    quint64 press = 0;
    QChar key;
    Carrier carrier = Carrier::Event;
    std::optional<Dbm0> level;
    bool prompted = false;
    QDateTime at;
    bool operator==(const KeyPressed &) const = default;
};

/// A further carrier brought a press that was told already. It counts for nothing more, but one that came by two ways
/// is no accident of the sound.
struct PressCorroborated {
    static constexpr QLatin1StringView name{"pressCorroborated"};
    IncidentId incident;
    quint64 press = 0;
    Carrier carrier = Carrier::Event;
    std::optional<Dbm0> level;
    QDateTime at;
    bool operator==(const PressCorroborated &) const = default;
};

/// The presses in one answer window became a knock. A fact for the operator to judge, not a verdict.
struct KnockHeard {
    static constexpr QLatin1StringView name{"knockHeard"};
    IncidentId incident;
    QString digits;
    std::chrono::milliseconds afterPrompt{0}; ///< first press since the end of the prompt; negative: during it
    bool train = false; ///< more presses than an answer needs, as a phone in a pocket makes them
    QDateTime at;
    bool operator==(const KnockHeard &) const = default;
};

/// A person judged the knock to be real.
struct SilentCallConfirmed {
    static constexpr QLatin1StringView name{"silentCallConfirmed"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const SilentCallConfirmed &) const = default;
};

/// A person judged the presses not to be a knock.
struct KnockDismissed {
    static constexpr QLatin1StringView name{"knockDismissed"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const KnockDismissed &) const = default;
};

/// A person understood that the caller speaks in code ("two bowls of noodles"). It weighs as much as a confirmed knock.
struct CodedTalkMarked {
    static constexpr QLatin1StringView name{"codedTalkMarked"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const CodedTalkMarked &) const = default;
};

/// The operator asked the caller something that keys can answer; the answer window of a prompt ends with it.
struct QuestionAsked {
    static constexpr QLatin1StringView name{"questionAsked"};
    IncidentId incident;
    QString question; ///< which one of the agency's list
    QString text; ///< as it was on the desk
    SeatId seat;
    QDateTime at;
    bool operator==(const QuestionAsked &) const = default;
};

/// Presses answered the question that was asked last. Further presses may change it; the last one holds.
struct QuestionAnswered {
    static constexpr QLatin1StringView name{"questionAnswered"};
    IncidentId incident;
    QString question;
    Answer answer = Answer::Unclear;
    QString keys; ///< that made the answer
    QDateTime at;
    bool operator==(const QuestionAnswered &) const = default;
};

struct LineEnded {
    static constexpr QLatin1StringView name{"lineEnded"};
    IncidentId incident;
    LineEnd how = LineEnd::HungUp;
    QDateTime at;
    bool operator==(const LineEnded &) const = default;
};

/// The seat of a call gave no sign of life for too long. The call is held until somebody takes it up.
struct ClaimReturned {
    static constexpr QLatin1StringView name{"claimReturned"};
    IncidentId incident;
    SeatId seat; ///< whose call it was
    QDateTime at;
    bool operator==(const ClaimReturned &) const = default;
};

/// A seat asked for something it cannot have.
struct Refused {
    static constexpr QLatin1StringView name{"refused"};
    IncidentId incident;
    SeatId seat;
    QString asked; ///< the command's name on the wire
    Error why;
    QDateTime at;
    bool operator==(const Refused &) const = default;
};

/// Everything that can become true. Nothing else crosses from the service to the desk and into the journal.
using Event
    = std::variant<CallArrived, CallAnswered, CallHeld, CallResumed, CallHandedOver, TransferBegan, TransferFailed,
                   CallBackBegan, CallBackAnswered, RecordingBegan, RecordingEnded, PromptStarted, PromptEnded,
                   KeyPressed, PressCorroborated, KnockHeard, SilentCallConfirmed, KnockDismissed, CodedTalkMarked,
                   QuestionAsked, QuestionAnswered, LineEnded, InviteSent, InviteAccepted, InviteDelayed,
                   InviteDelivered, InviteFailed, LinkFetched, PageOpened, PageChanged, PageLeft, PermissionDecided,
                   CallerLocated, CameraAsked, CameraStarted, CameraStopped, FileKept, MessageSent, MessageSeen,
                   UnitOrdered, OrderTaken, OrderFailed, NoteWritten, Classified, FixPromoted, ClaimReturned,
                   IncidentClosed, IncidentReopened, PackShared, PackOpened, PackEnded, Refused>;

/// Which incident an event belongs to.
[[nodiscard]] IncidentId incidentOf(const Event &event);
/// The event's name on the wire and in the journal.
[[nodiscard]] QLatin1StringView nameOf(const Event &event);

/// Builds a visitor from lambdas, one for each kind.
template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

} // namespace knock
