// SPDX-License-Identifier: Apache-2.0
#include "app/wire/seat.h"

#include "app/wire/json.h"

namespace knock::wire {

KNOCK_SHAPE(Health, field("part", &T::part), field("well", &T::well), field("why", &T::why))
KNOCK_SHAPE(LineSound, field("incident", &T::incident), field("level", &T::level), field("silence", &T::silence),
            field("marks", &T::marks))
KNOCK_SHAPE(CameraHealth, field("incident", &T::incident), field("delay", &T::delay),
            field("lostPercent", &T::lostPercent))

KNOCK_SHAPE(FilePiece, field("incident", &T::incident), field("file", &T::file), field("from", &T::from),
            field("size", &T::size), field("bytes", &T::bytes))

KNOCK_SHAPE(Hello, field("version", &T::version), field("session", &T::session), field("run", &T::run),
            field("after", &T::after))
KNOCK_SHAPE(SignIn, field("user", &T::user), field("password", &T::password), field("code", &T::code),
            field("position", &T::position))
KNOCK_SHAPE(LeaveSeat)
KNOCK_SHAPE(LockSeat)
KNOCK_SHAPE(UnlockSeat, field("password", &T::password))
KNOCK_SHAPE(Ask, field("id", &T::id), field("command", &T::command))
KNOCK_SHAPE(Beat)
KNOCK_SHAPE(Watch, field("incident", &T::incident), field("on", &T::on))
KNOCK_SHAPE(WantKeyFrame, field("incident", &T::incident))
KNOCK_SHAPE(Headset, field("on", &T::on))

KNOCK_SHAPE(SignInWanted, field("why", &T::why))
KNOCK_SHAPE(Welcome, field("seat", &T::seat), field("user", &T::user), field("roles", &T::roles),
            field("session", &T::session), field("run", &T::run), field("resumed", &T::resumed),
            field("taken", &T::taken), field("locked", &T::locked))
KNOCK_SHAPE(TurnedAway, field("why", &T::why))
KNOCK_SHAPE(SeatIsLocked, field("why", &T::why))
KNOCK_SHAPE(SeatIsOpen)
KNOCK_SHAPE(Told, field("sequence", &T::sequence), field("event", &T::event))
KNOCK_SHAPE(StartingOver)
KNOCK_SHAPE(Behind)
KNOCK_SHAPE(CaughtUp)
KNOCK_SHAPE(Taken, field("id", &T::id))
KNOCK_SHAPE(PartHealth, field("health", &T::health))
KNOCK_SHAPE(Sound, field("sound", &T::sound))
KNOCK_SHAPE(Camera, field("camera", &T::camera))
KNOCK_SHAPE(Typing, field("incident", &T::incident))
KNOCK_SHAPE(Viewers, field("incident", &T::incident), field("seats", &T::seats))
KNOCK_SHAPE(Earlier, field("incident", &T::incident), field("events", &T::events))
KNOCK_SHAPE(Piece, field("piece", &T::piece))

template <>
struct Words<Health::Part> {
    static constexpr std::array words{"journal",   "telephony", "callerPage",    "textGateway", "media",
                                      "recording", "canary",    "phoneLocation", "cad",         "unitPage"};
};
template <>
struct Words<LineSound::Mark> {
    static constexpr std::array words{"speech", "breath", "knocking"};
};

QByteArray encode(const FromSeat &message) { return encodeAny(message); }
Result<FromSeat> decodeFromSeat(const QByteArray &bytes) { return decodeAny(bytes, static_cast<FromSeat *>(nullptr)); }
QByteArray encode(const ToSeat &message) { return encodeAny(message); }
Result<ToSeat> decodeToSeat(const QByteArray &bytes) { return decodeAny(bytes, static_cast<ToSeat *>(nullptr)); }

QByteArray told(quint64 sequence, const QByteArray &event)
{
    return "{\"event\":" + event + ",\"sequence\":" + QByteArray::number(sequence) + ",\"type\":\"told\"}";
}

} // namespace knock::wire
