// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"
#include "app/core/id.h"
#include "app/core/role.h"

#include <QDateTime>
#include <variant>

namespace knock {

// Who looked, and who did what to the service itself. An entry is kept in the journal like an Event, in the same chain,
// but it changes no incident and is not told to desks. `user` is the name a person signs in with; where one person
// acted without a seat (at the service's own machine), `seat` is none.

/// How a person's stay at a seat ended.
enum class SignOut {
    Left, ///< by their own wish
    Expired, ///< the shift's time was over
    Revoked ///< an administrator ended it
};

/// The service runs from here on. Monotonic times before and after this cannot be compared.
struct ServiceStarted {
    static constexpr QLatin1StringView name{"serviceStarted"};
    QString version;
    QDateTime at;
    bool operator==(const ServiceStarted &) const = default;
};

struct SignedIn {
    static constexpr QLatin1StringView name{"signedIn"};
    SeatId seat;
    QString user;
    std::vector<Role> roles;
    QString position; ///< of the workstation, as it says itself or as its certificate says
    QDateTime at;
    bool operator==(const SignedIn &) const = default;
};

struct SignInFailed {
    static constexpr QLatin1StringView name{"signInFailed"};
    QString user; ///< empty when there is nobody of that name: it may be a password in the wrong field
    Error::Kind why = Error::Kind::Refused; ///< Full: too many attempts
    QDateTime at;
    bool operator==(const SignInFailed &) const = default;
};

struct SignedOut {
    static constexpr QLatin1StringView name{"signedOut"};
    SeatId seat;
    QString user;
    SignOut how = SignOut::Left;
    QDateTime at;
    bool operator==(const SignedOut &) const = default;
};

/// Nobody touched the seat for too long, or its person went away; what is on it goes on, but it asks for nothing.
struct SeatLocked {
    static constexpr QLatin1StringView name{"seatLocked"};
    SeatId seat;
    QString user;
    QDateTime at;
    bool operator==(const SeatLocked &) const = default;
};

struct SeatUnlocked {
    static constexpr QLatin1StringView name{"seatUnlocked"};
    SeatId seat;
    QString user;
    QDateTime at;
    bool operator==(const SeatUnlocked &) const = default;
};

/// A seat began or ended to show a caller's camera.
struct CameraWatched {
    static constexpr QLatin1StringView name{"cameraWatched"};
    IncidentId incident;
    SeatId seat;
    bool began = true;
    QDateTime at;
    bool operator==(const CameraWatched &) const = default;
};

/// A seat read the whole record of an incident that is not open.
struct RecordViewed {
    static constexpr QLatin1StringView name{"recordViewed"};
    IncidentId incident;
    SeatId seat;
    QDateTime at;
    bool operator==(const RecordViewed &) const = default;
};

/// A kept file (sound, picture) was given to somebody.
struct FilePlayed {
    static constexpr QLatin1StringView name{"filePlayed"};
    IncidentId incident;
    SeatId seat;
    QString user;
    QString file;
    QDateTime at;
    bool operator==(const FilePlayed &) const = default;
};

/// Everything of an incident was written into one file that leaves the service.
struct Exported {
    static constexpr QLatin1StringView name{"exported"};
    IncidentId incident;
    SeatId seat;
    QString user;
    QString sha256; ///< of the bundle, hexadecimal; empty before it is whole: an export is told before it begins
    bool redacted = false;
    QDateTime at;
    bool operator==(const Exported &) const = default;
};

/// Somebody read these entries themselves.
struct AuditRead {
    static constexpr QLatin1StringView name{"auditRead"};
    SeatId seat;
    QString user;
    QString filter; ///< what was looked for
    QDateTime at;
    bool operator==(const AuditRead &) const = default;
};

/// A setting of the service, never its value.
struct SettingChanged {
    static constexpr QLatin1StringView name{"settingChanged"};
    QString user; ///< empty: it was another one when the service started; nobody can say who wrote its file
    QString setting;
    QDateTime at;
    bool operator==(const SettingChanged &) const = default;
};

/// A user was made, changed or taken away.
struct UserChanged {
    static constexpr QLatin1StringView name{"userChanged"};
    QString by;
    QString user;
    QString what; ///< "added", "roles", "password", "secondFactor", "unlocked", "removed"
    QDateTime at;
    bool operator==(const UserChanged &) const = default;
};

/// Nothing of the incident may be erased while it is held.
struct HoldChanged {
    static constexpr QLatin1StringView name{"holdChanged"};
    IncidentId incident;
    QString user;
    bool held = true;
    QString reason;
    QDateTime at;
    bool operator==(const HoldChanged &) const = default;
};

/// Its time of keeping was over: what is named cannot be read by anybody any more.
struct Erased {
    static constexpr QLatin1StringView name{"erased"};
    IncidentId incident;
    QString what; ///< "record", "sound"
    QDateTime at;
    bool operator==(const Erased &) const = default;
};

using Audit
    = std::variant<ServiceStarted, SignedIn, SignInFailed, SignedOut, SeatLocked, SeatUnlocked, CameraWatched,
                   RecordViewed, FilePlayed, Exported, AuditRead, SettingChanged, UserChanged, HoldChanged, Erased>;

} // namespace knock
