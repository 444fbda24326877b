// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/command.h"
#include "app/core/filepiece.h"
#include "app/core/health.h"
#include "app/core/linesound.h"
#include "app/core/role.h"
#include "app/core/video.h"

#include <QByteArray>
#include <span>

namespace knock::wire {

// What a desk and the door say to each other on one WebSocket, as JSON text: SEATS.md tells when. Pictures and voices
// travel on a second one: see mediaframe.h.

inline constexpr quint64 seatVersion = 1;

// ---- from the desk

/// The first message. Without a session, or with one that is over, the door wants a sign-in.
struct Hello {
    static constexpr QLatin1StringView name{"hello"};
    quint64 version = seatVersion;
    QString session; ///< the secret given by Welcome; empty: none
    QString run; ///< of the service, as Welcome said it last; empty: none
    quint64 after = 0; ///< the sequence of the last event that was told in that run
    bool operator==(const Hello &) const = default;
};

struct SignIn {
    static constexpr QLatin1StringView name{"signIn"};
    QString user;
    QString password;
    QString code; ///< of the second factor; empty: none
    QString position; ///< of the workstation
    bool operator==(const SignIn &) const = default;
};

struct LeaveSeat {
    static constexpr QLatin1StringView name{"leaveSeat"};
    bool operator==(const LeaveSeat &) const = default;
};

struct LockSeat {
    static constexpr QLatin1StringView name{"lockSeat"};
    bool operator==(const LockSeat &) const = default;
};

struct UnlockSeat {
    static constexpr QLatin1StringView name{"unlockSeat"};
    QString password;
    bool operator==(const UnlockSeat &) const = default;
};

/// A command. `id` counts from 1 in a session and run; one that was taken is not taken again.
struct Ask {
    static constexpr QLatin1StringView name{"ask"};
    quint64 id = 0;
    Command command;
    bool operator==(const Ask &) const = default;
};

/// A sign of life; the door answers with its own.
struct Beat {
    static constexpr QLatin1StringView name{"beat"};
    bool operator==(const Beat &) const = default;
};

/// The desk shows this incident's camera from now on, or does not any more.
struct Watch {
    static constexpr QLatin1StringView name{"watch"};
    IncidentId incident;
    bool on = true;
    bool operator==(const Watch &) const = default;
};

/// The desk cannot show the camera without a whole picture.
struct WantKeyFrame {
    static constexpr QLatin1StringView name{"wantKeyFrame"};
    IncidentId incident;
    bool operator==(const WantKeyFrame &) const = default;
};

/// There is a headset at the desk, or not any more.
struct Headset {
    static constexpr QLatin1StringView name{"headset"};
    bool on = true;
    bool operator==(const Headset &) const = default;
};

using FromSeat = std::variant<Hello, SignIn, LeaveSeat, LockSeat, UnlockSeat, Ask, Beat, Watch, WantKeyFrame, Headset>;

// ---- from the door

/// Somebody must sign in. Without `why`: for the first time. Refused: wrong; Full: too many attempts; Expired: the
/// session is over.
struct SignInWanted {
    static constexpr QLatin1StringView name{"signInWanted"};
    std::optional<Error::Kind> why;
    bool operator==(const SignInWanted &) const = default;
};

/// The seat is open. What follows is what the desk lacks, then CaughtUp.
struct Welcome {
    static constexpr QLatin1StringView name{"welcome"};
    SeatId seat;
    QString user;
    std::vector<Role> roles;
    QString session; ///< a secret
    QString run; ///< another one after each start of the service
    bool resumed = false; ///< only what is after Hello::after follows; else every event of every open incident
    quint64 taken = 0; ///< the last Ask that was taken in this session and run
    bool locked = false;
    bool operator==(const Welcome &) const = default;
};

/// The desk speaks another version, or breaks the rules; the socket ends.
struct TurnedAway {
    static constexpr QLatin1StringView name{"turnedAway"};
    Error::Kind why = Error::Kind::Malformed;
    bool operator==(const TurnedAway &) const = default;
};

struct SeatIsLocked {
    static constexpr QLatin1StringView name{"seatIsLocked"};
    std::optional<Error::Kind> why; ///< of an UnlockSeat that failed
    bool operator==(const SeatIsLocked &) const = default;
};

struct SeatIsOpen {
    static constexpr QLatin1StringView name{"seatIsOpen"};
    bool operator==(const SeatIsOpen &) const = default;
};

/// An event. Sequences rise and may have gaps: the journal keeps more than is told.
struct Told {
    static constexpr QLatin1StringView name{"told"};
    quint64 sequence = 0;
    Event event;
    bool operator==(const Told &) const = default;
};

/// Nothing of what was told before counts; every event of every open incident follows.
struct StartingOver {
    static constexpr QLatin1StringView name{"startingOver"};
    bool operator==(const StartingOver &) const = default;
};

/// The desk does not read fast enough. What it lacks comes later, and then CaughtUp again.
struct Behind {
    static constexpr QLatin1StringView name{"behind"};
    bool operator==(const Behind &) const = default;
};

struct CaughtUp {
    static constexpr QLatin1StringView name{"caughtUp"};
    bool operator==(const CaughtUp &) const = default;
};

struct Taken {
    static constexpr QLatin1StringView name{"taken"};
    quint64 id = 0; ///< of the Ask
    bool operator==(const Taken &) const = default;
};

struct PartHealth {
    static constexpr QLatin1StringView name{"partHealth"};
    Health health;
    bool operator==(const PartHealth &) const = default;
};

struct Sound {
    static constexpr QLatin1StringView name{"sound"};
    LineSound sound;
    bool operator==(const Sound &) const = default;
};

struct Camera {
    static constexpr QLatin1StringView name{"camera"};
    CameraHealth camera;
    bool operator==(const Camera &) const = default;
};

struct Typing {
    static constexpr QLatin1StringView name{"typing"};
    IncidentId incident;
    bool operator==(const Typing &) const = default;
};

struct Viewers {
    static constexpr QLatin1StringView name{"viewers"};
    IncidentId incident;
    quint64 seats = 0;
    bool operator==(const Viewers &) const = default;
};

/// The answer to a LookUp.
struct Earlier {
    static constexpr QLatin1StringView name{"earlier"};
    IncidentId incident;
    std::vector<Event> events;
    bool operator==(const Earlier &) const = default;
};

/// The answer to a ReadFile.
struct Piece {
    static constexpr QLatin1StringView name{"piece"};
    FilePiece piece;
    bool operator==(const Piece &) const = default;
};

using ToSeat = std::variant<SignInWanted, Welcome, TurnedAway, SeatIsLocked, SeatIsOpen, Told, StartingOver, Behind,
                            CaughtUp, Taken, Beat, PartHealth, Sound, Camera, Typing, Viewers, Earlier, Piece>;

[[nodiscard]] QByteArray encode(const FromSeat &message);
[[nodiscard]] Result<FromSeat> decodeFromSeat(const QByteArray &bytes);
[[nodiscard]] QByteArray encode(const ToSeat &message);
[[nodiscard]] Result<ToSeat> decodeToSeat(const QByteArray &bytes);
/// The same as encode(Told) for an event that is encoded already: once for all seats.
[[nodiscard]] QByteArray told(quint64 sequence, const QByteArray &event);

} // namespace knock::wire
